/** Parsing, with documents made up here. */
@org.jspecify.annotations.NullMarked
package io.knarr.parse;
