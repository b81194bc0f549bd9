/** Tests of {@code retrieve}. */
@org.jspecify.annotations.NullMarked
package io.knarr.retrieve;
