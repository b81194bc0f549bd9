/** Tests of settings, command line and life cycle. */
@org.jspecify.annotations.NullMarked
package io.knarr.runtime;
