/** The rules that hold the design together. */
@org.jspecify.annotations.NullMarked
package io.knarr.architecture;
