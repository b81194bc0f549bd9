/** What every back end does as a whole. */
@org.jspecify.annotations.NullMarked
package io.knarr.storage;
