package io.knarr.tree;

import io.knarr.identity.AccountId;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the nodes of every account are kept.
 *
 * <p>Any thread; never blocks; a method never throws, its future fails. Each single write is atomic (a reader sees the old
 * content or the new) and durable before its future succeeds. Faults: {@code NOT_FOUND} of type {@code file} or
 * {@code directory}; {@code INVALID_ARGUMENT} where a file was needed and a directory is there; {@code WRITE_FAILED} when
 * the medium refuses, for instance because it is full (nothing is then changed).
 *
 * <p>The store knows no hidden names but its own: sidecars and other dot files are listed.
 */
public interface TreeStore {
    /** The node, or empty. The account’s root always exists. */
    Future<Optional<Node>> stat(AccountId account, VikingUri uri);

    /** Direct children, ordered by name. {@code NOT_FOUND} of type {@code directory} when it is missing or a file. */
    Future<List<Node>> list(AccountId account, VikingUri directory);

    /**
     * Everything below a directory, each directory before its content, ordered by name; at most {@code maxDepth} levels
     * (1 = direct children) and {@code maxNodes} nodes.
     */
    Future<List<Node>> walk(AccountId account, VikingUri directory, int maxDepth, int maxNodes);

    /** The whole content. For files whose size is known to be modest; otherwise {@link #copyTo}. */
    Future<Buffer> read(AccountId account, VikingUri file);

    /** Streams the content with back-pressure and ends the target. The result is the number of bytes. */
    Future<Long> copyTo(AccountId account, VikingUri file, WriteStream<Buffer> target);

    /** Writes one file; missing parents are created. The result is the node as it now is. */
    Future<Node> write(AccountId account, VikingUri file, Buffer content, WriteMode mode);

    /**
     * Writes many files below a directory, by relative path, replacing what is there. Durable as a whole when it succeeds;
     * after a crash any part of them may be there. Much cheaper than one by one.
     */
    Future<Void> writeAll(AccountId account, VikingUri directory, Map<String, Buffer> contents);

    /** Creates a directory and its missing parents. True when it was not there before. */
    Future<Boolean> makeDirectory(AccountId account, VikingUri directory);

    /** Deletes a node with all it holds. True when there was something. */
    Future<Boolean> delete(AccountId account, VikingUri uri);

    /**
     * Gives a node another address in one step; the target’s parents are created. A file replaces a file; a directory
     * moves only where nothing is ({@code ALREADY_EXISTS} otherwise). {@code NOT_FOUND} of type {@code resource}.
     */
    Future<Void> move(AccountId account, VikingUri from, VikingUri to);

    /**
     * Puts a copy of a node with all it holds at another address, in one step: readers see all of it or nothing. Parents are
     * created, and what may be there already is as for {@link #move}. {@code NOT_FOUND} of type {@code resource}.
     */
    Future<Void> copy(AccountId account, VikingUri from, VikingUri to);

    /** Accounts that have something stored, in name order. */
    Future<List<AccountId>> accounts();
}
