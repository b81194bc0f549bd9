/** Tests of what all models share. */
@org.jspecify.annotations.NullMarked
package io.knarr.model;
