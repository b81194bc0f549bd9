/** Addresses and names. */
@org.jspecify.annotations.NullMarked
package io.knarr.uri;
