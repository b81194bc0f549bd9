@NullMarked
package io.knarr.memory;

import org.jspecify.annotations.NullMarked;
