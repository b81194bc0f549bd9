/** The embedded back end against the contracts, and against a disk that fails. */
@org.jspecify.annotations.NullMarked
package io.knarr.storage.embedded;
