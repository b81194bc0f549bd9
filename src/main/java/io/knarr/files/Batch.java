package io.knarr.files;

import io.knarr.context.ContextType;
import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.Access;
import io.knarr.identity.Caller;
import io.knarr.tree.WriteMode;
import io.knarr.uri.VikingUri;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Files to be written together, checked for all that can be known without looking at the tree (core 5.7). Pure.
 *
 * @param root the directory that holds all of them
 * @param pieces in order of their addresses
 */
record Batch(VikingUri root, List<Piece> pieces) {
    private static final int MOST_OPERATIONS = 256;
    private static final int LARGEST_FILE = 8 << 20;
    private static final int LARGEST_SUM = 16 << 20;

    /**
     * One file.
     *
     * @param content what the caller sent, decoded
     * @param binary whether it came as bytes
     */
    record Piece(VikingUri uri, Buffer content, boolean binary, WriteMode mode) {
        boolean isSidecar() {
            return Level.isSidecar(uri.name());
        }
    }

    /** @throws Fault as core 5.7 has it */
    static Batch of(Caller caller, VikingUri root, List<BatchWriting.Operation> operations) {
        if (operations.size() > MOST_OPERATIONS) {
            throw exhausted(
                    "A batch has at most " + MOST_OPERATIONS + " operations, this one has " + operations.size());
        }
        requireRoot(caller, root);
        NavigableMap<VikingUri, Piece> pieces = new TreeMap<>();
        long sum = 0;
        for (BatchWriting.Operation operation : operations) {
            Piece piece = piece(caller, root, operation);
            sum += piece.content().length();
            if (pieces.put(piece.uri(), piece) != null) {
                throw Fault.invalid("Two operations write the same file: " + piece.uri());
            }
        }
        VikingUri before = root;
        for (VikingUri uri : pieces.keySet()) {
            // What is below an address comes right after it.
            if (!before.equals(root) && before.contains(uri)) {
                throw Fault.invalid("This would be a file and a directory: " + before);
            }
            before = uri;
        }
        if (sum > LARGEST_SUM) {
            throw exhausted("A batch has at most " + LARGEST_SUM + " bytes, this one has " + sum);
        }
        return new Batch(root, List.copyOf(pieces.values()));
    }

    private static void requireRoot(Caller caller, VikingUri root) {
        Access.requireWrite(caller, root);
        boolean ofPeer = root.scope().equals("user") && root.segment(2).equals("peers");
        int area = root.scope().equals("resources") ? 0 : ofPeer ? 4 : 2;
        String name = root.segment(area);
        if (root.depth() < area + 2 || !(name.equals("resources") || name.equals("memories"))) {
            throw Fault.invalid(
                    "A batch is written into a directory inside of a tree of resources or a kind of memory, "
                            + "this is not one: " + root);
        }
    }

    private static Piece piece(Caller caller, VikingUri root, BatchWriting.Operation operation) {
        VikingUri uri = operation.uri();
        if (!root.contains(uri) || uri.equals(root)) {
            throw Fault.invalid("This is not below the root of the batch, " + root + ": " + uri);
        }
        if (ContextType.of(uri) != ContextType.of(root)) {
            throw Fault.invalid("This is a " + ContextType.of(uri).label() + ", the root of the batch is not: " + uri);
        }
        // Which endings a new file may have is another matter here: REPLACE asks for none.
        WritePolicy.require(caller, uri, operation.written(), WriteMode.REPLACE);
        boolean binary = operation.base64().isPresent();
        if (binary && operation.mode() == WriteMode.APPEND) {
            throw Fault.invalid("Bytes are not appended: " + uri);
        }
        if (ContextType.of(uri) == ContextType.MEMORY && (binary || operation.mode() == WriteMode.APPEND)) {
            throw Fault.invalid("A memory is text and is written as a whole: " + uri);
        }
        if (Level.isSidecar(uri.name()) && binary) {
            throw Fault.invalid("A summary is text: " + uri);
        }
        Piece piece = new Piece(uri, content(operation), binary, operation.mode());
        if (piece.content().length() > LARGEST_FILE) {
            throw exhausted("A file of a batch has at most " + LARGEST_FILE + " bytes, this one has "
                    + piece.content().length() + ": " + uri);
        }
        return piece;
    }

    private static Buffer content(BatchWriting.Operation operation) {
        Optional<String> base64 = operation.base64();
        if (base64.isEmpty()) {
            return Buffer.buffer(operation.text().orElse("").getBytes(StandardCharsets.UTF_8));
        }
        try {
            return Buffer.buffer(Base64.getDecoder().decode(base64.get()));
        } catch (IllegalArgumentException broken) {
            throw Fault.invalid("content_base64 is not base64: " + operation.uri());
        }
    }

    /**
     * Whether a piece may be written where this is.
     *
     * @param there whether a file is there
     * @throws Fault {@code NOT_FOUND}, {@code ALREADY_EXISTS} or {@code INVALID_ARGUMENT}
     */
    static void requireFits(Caller caller, Piece piece, boolean there) {
        boolean needed = piece.mode() == WriteMode.REPLACE || piece.mode() == WriteMode.APPEND;
        if (needed && !there) {
            throw Fault.notFound("file", piece.uri().toString());
        }
        if (piece.mode() == WriteMode.CREATE && there) {
            throw Fault.alreadyExists("file", piece.uri().toString());
        }
        boolean restricted = piece.isSidecar() || ContextType.of(piece.uri()) == ContextType.MEMORY;
        if (!there && restricted) {
            WritePolicy.require(caller, piece.uri(), piece.uri().toString(), WriteMode.CREATE);
        }
    }

    private static Fault exhausted(String message) {
        return new Fault(Code.RESOURCE_EXHAUSTED, message, Map.of());
    }
}
