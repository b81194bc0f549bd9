/** Sources, with archives made here byte by byte. */
@org.jspecify.annotations.NullMarked
package io.knarr.ingest.source;
