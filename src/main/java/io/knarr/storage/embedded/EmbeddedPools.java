package io.knarr.storage.embedded;

import io.knarr.offload.Pool;

/**
 * Where the embedded back end does its blocking work.
 *
 * @param files reads and writes files
 * @param search asks the index
 * @param index writes the index, one thread
 * @param store reads and writes jobs and tasks, one thread
 */
public record EmbeddedPools(Pool files, Pool search, Pool index, Pool store) {}
