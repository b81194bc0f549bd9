/** Tests of {@code layers}. */
@org.jspecify.annotations.NullMarked
package io.knarr.layers;
