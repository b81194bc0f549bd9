/** The contract that every {@link io.knarr.index.VectorIndex} keeps: extend {@code VectorIndexContract} to run it. */
@org.jspecify.annotations.NullMarked
package io.knarr.index;
