/** Programs that measure and print; they never assert a time. Each says in its first lines how it is started. */
@org.jspecify.annotations.NullMarked
package io.knarr.bench;
