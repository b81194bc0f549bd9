/** Fixtures that stand in for the outside world: deterministic, in memory, with switches for what goes wrong. */
@org.jspecify.annotations.NullMarked
package io.knarr.testing;
