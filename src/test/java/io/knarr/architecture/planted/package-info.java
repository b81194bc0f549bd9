/** Mistakes made on purpose: what the test that nothing blocks must find, and what it must leave alone. */
@org.jspecify.annotations.NullMarked
package io.knarr.architecture.planted;
