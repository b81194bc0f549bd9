/** The whole server against real parts: its own jar in a process of its own, the released {@code ov} client, real kills. */
@org.jspecify.annotations.NullMarked
package io.knarr.it;
