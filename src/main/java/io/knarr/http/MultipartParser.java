package io.knarr.http;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts a multipart body into its parts as it comes (RFC 2046, 5.1). Linear: a delimiter has one carriage return, at its
 * start, so that no byte is looked at twice but for the few that may begin one at the end of a chunk.
 */
final class MultipartParser {
    private static final int LONGEST_HEAD = 8 << 10;
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    /** Who is told. */
    interface Parts {
        void begin(MultipartHead head);

        void data(Buffer chunk);

        void end();

        void malformed();
    }

    private enum State {
        BEFORE,
        DELIMITER,
        HEAD,
        CONTENT,
        DONE
    }

    private final byte[] delimiter;
    private final Parts parts;
    private State state = State.BEFORE;
    // As if a line had ended before the body: the first delimiter stands at its very start.
    private byte[] rest = "\r\n".getBytes(StandardCharsets.ISO_8859_1);
    private int from;

    MultipartParser(String boundary, Parts parts) {
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        this.parts = parts;
    }

    void push(Buffer chunk) {
        if (state == State.DONE) {
            return;
        }
        byte[] joined = Arrays.copyOfRange(rest, from, rest.length + chunk.length());
        System.arraycopy(chunk.getBytes(), 0, joined, rest.length - from, chunk.length());
        rest = joined;
        from = 0;
        boolean more = true;
        while (more) {
            more = switch (state) {
                case BEFORE, CONTENT -> content();
                case DELIMITER -> delimiter();
                case HEAD -> head();
                case DONE -> false;
            };
        }
    }

    /** Content up to the next delimiter, or as far as it cannot belong to one. */
    private boolean content() {
        int at = indexOf(delimiter);
        int end = at >= 0 ? at : Math.max(from, rest.length - delimiter.length + 1);
        if (state == State.CONTENT && end > from) {
            parts.data(Buffer.buffer(Arrays.copyOfRange(rest, from, end)));
        }
        from = end;
        if (at < 0) {
            return false;
        }
        if (state == State.CONTENT) {
            parts.end();
        }
        from += delimiter.length;
        state = State.DELIMITER;
        return true;
    }

    /** What follows a delimiter: two dashes after the last part, else the end of its line. */
    private boolean delimiter() {
        if (rest.length - from < 2) {
            return false;
        }
        boolean last = rest[from] == '-' && rest[from + 1] == '-';
        state = last ? State.DONE : State.HEAD;
        return !last;
    }

    /** The end of the delimiter’s line belongs to the head, so that a part without headers has an end of head too. */
    private boolean head() {
        int at = indexOf(END_OF_HEAD);
        int length = (at < 0 ? rest.length : at) - from;
        if (length > LONGEST_HEAD) {
            state = State.DONE;
            parts.malformed();
            return false;
        }
        if (at < 0) {
            return false;
        }
        parts.begin(MultipartHead.of(new String(rest, from, length, StandardCharsets.UTF_8)));
        from = at + END_OF_HEAD.length;
        state = State.CONTENT;
        return true;
    }

    private int indexOf(byte[] wanted) {
        for (int i = from; i <= rest.length - wanted.length; i++) {
            if (rest[i] == wanted[0] && Arrays.equals(rest, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }
}
