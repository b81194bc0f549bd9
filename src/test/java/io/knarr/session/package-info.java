@NullMarked
package io.knarr.session;

import org.jspecify.annotations.NullMarked;
