/** Tests of the model in the process; {@code BundledModelTest} alone loads the real one. */
@org.jspecify.annotations.NullMarked
package io.knarr.model.local;
