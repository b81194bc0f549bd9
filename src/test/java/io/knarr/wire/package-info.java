/** Tests of {@code wire}. */
@org.jspecify.annotations.NullMarked
package io.knarr.wire;
