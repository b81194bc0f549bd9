/** What every store of nodes and uploads does, and what leases promise. */
@org.jspecify.annotations.NullMarked
package io.knarr.tree;
