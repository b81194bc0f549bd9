@NullMarked
package io.knarr.recall;

import org.jspecify.annotations.NullMarked;
