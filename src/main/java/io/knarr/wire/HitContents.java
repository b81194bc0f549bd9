package io.knarr.wire;

import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.fault.Rounds;
import io.knarr.files.Reading;
import io.knarr.identity.Caller;
import io.knarr.index.EntryKey;
import io.knarr.retrieve.Findings.Hit;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the text of hits for callers that want it with them ({@code read_content}), some at once, and no more of it than an
 * answer may hold.
 */
final class HitContents {
    /** Of one hit, in characters; more is cut off. */
    static final int LONGEST = 100_000;

    /** Of all hits, in characters; those after it are without. */
    static final int MOST = 1_000_000;

    /** A file of more bytes is not read for a piece of it. */
    private static final long LARGEST = 4_000_000;

    private static final int AT_ONCE = 8;

    private final Reading reading;

    HitContents(Reading reading) {
        this.reading = reading;
    }

    /**
     * Texts by what they belong to.
     *
     * @param degraded says that some are not whole, for people
     */
    record Read(Map<EntryKey, String> texts, Optional<String> degraded) {
        static final Read NOTHING = new Read(Map.of(), Optional.empty());

        /** Empty where none was asked for, or none was left room for. */
        Optional<String> of(Hit hit) {
            return Optional.ofNullable(texts.get(hit.entry().key()));
        }
    }

    /** What is gone meanwhile has the empty text. */
    Future<Read> read(Caller caller, List<Hit> hits) {
        Map<EntryKey, String> texts = new HashMap<>();
        Room room = new Room();
        List<List<Hit>> groups = new ArrayList<>();
        for (int i = 0; i < hits.size(); i += AT_ONCE) {
            groups.add(hits.subList(i, Math.min(hits.size(), i + AT_ONCE)));
        }
        return Rounds.each(
                        groups,
                        group -> room.left == 0 ? Future.<Void>succeededFuture() : read(caller, group, texts, room))
                .map(_ -> new Read(
                        texts,
                        room.cut || texts.size() < hits.size()
                                ? Optional.of("content is cut at " + LONGEST + " characters of a hit and " + MOST
                                        + " of all; read the rest with content/read")
                                : Optional.empty()));
    }

    private static final class Room {
        private int left = MOST;
        private boolean cut;

        String take(String text) {
            int end = Math.min(text.length(), Math.min(LONGEST, left));
            boolean inTheMiddle = end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
            String taken = text.substring(0, inTheMiddle ? end - 1 : end);
            left -= taken.length();
            cut |= taken.length() < text.length();
            return taken;
        }
    }

    private Future<Void> read(Caller caller, List<Hit> group, Map<EntryKey, String> texts, Room room) {
        List<Future<Optional<String>>> reads =
                group.stream().map(hit -> text(caller, hit)).toList();
        return Future.all(reads)
                .map(all -> {
                    for (int i = 0; i < group.size(); i++) {
                        EntryKey key = group.get(i).entry().key();
                        reads.get(i)
                                .result()
                                .filter(_ -> room.left > 0)
                                .ifPresent(text -> texts.put(key, room.take(text)));
                    }
                    return all;
                })
                .mapEmpty();
    }

    private Future<Optional<String>> text(Caller caller, Hit hit) {
        Future<Optional<String>> text = hit.entry().level() == Level.CONTENT
                ? content(caller, hit.entry().uri())
                : reading.layer(caller, hit.entry().uri(), hit.entry().level()).map(Optional::of);
        return text.recover(cause -> Fault.of(cause).code() == Code.NOT_FOUND
                ? Future.succeededFuture(Optional.of(""))
                : Future.failedFuture(cause));
    }

    private Future<Optional<String>> content(Caller caller, VikingUri file) {
        return reading.file(caller, file)
                .compose(node -> node.size() > LARGEST
                        ? Future.succeededFuture(Optional.empty())
                        : reading.text(caller, file, 0, -1, Reading.Trailer.HIDDEN)
                                .map(Optional::of));
    }
}
