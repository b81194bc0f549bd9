/** Tests of {@code identity}. */
@org.jspecify.annotations.NullMarked
package io.knarr.identity;
