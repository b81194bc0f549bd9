/** Tests of {@code http}. */
@org.jspecify.annotations.NullMarked
package io.knarr.http;
