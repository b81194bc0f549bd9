/** Tests of {@code ingest}. */
@org.jspecify.annotations.NullMarked
package io.knarr.ingest;
