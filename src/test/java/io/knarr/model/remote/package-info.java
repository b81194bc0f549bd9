@NullMarked
package io.knarr.model.remote;

import org.jspecify.annotations.NullMarked;
