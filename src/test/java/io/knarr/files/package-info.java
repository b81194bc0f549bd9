/** Tests of {@code files}. */
@org.jspecify.annotations.NullMarked
package io.knarr.files;
