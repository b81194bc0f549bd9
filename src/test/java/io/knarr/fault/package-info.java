/** Tests of {@code fault}. */
@org.jspecify.annotations.NullMarked
package io.knarr.fault;
