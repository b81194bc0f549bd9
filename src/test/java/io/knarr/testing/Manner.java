package io.knarr.testing;

import java.time.Duration;
import java.util.Map;

/** How a {@link FakeProvider} treats a request. */
public sealed interface Manner {
    /** Rightly and at once. */
    record Well() implements Manner {}

    /** With a status and whatever body. */
    record Status(int status, Map<String, String> headers, String body) implements Manner {}

    /** Otherwise, after a time. */
    record After(Duration time, Manner then) implements Manner {}

    /** Takes the request and never says a word. */
    record Hang() implements Manner {}

    /** Sends the first half of the right answer, then nothing more. */
    record HalfThenSilence() implements Manner {}

    /** Sends the first half of the right answer, then closes the connection. */
    record HalfThenClose() implements Manner {}

    /** Closes the connection without an answer. */
    record Close() implements Manner {}

    /** Rightly, with vectors of another length. */
    record Vectors(int dimensions) implements Manner {}

    /** The right answer, in pieces of so many bytes with a gap between them. */
    record Slowly(int bytes, Duration gap) implements Manner {}

    /** In one manner when the body has this text in it, in another when not. */
    record If(String text, Manner then, Manner otherwise) implements Manner {}

    /** 200 and a body without end. */
    record Endless() implements Manner {}

    static Manner well() {
        return new Well();
    }

    static Manner text(String body) {
        return new Status(200, Map.of(), body);
    }

    static Manner status(int status) {
        return new Status(status, Map.of(), "{\"error\":{\"message\":\"told to answer " + status + "\"}}");
    }

    static Manner status(int status, String body) {
        return new Status(status, Map.of(), body);
    }

    /** 429, to be tried again after so many seconds. */
    static Manner slowDown(String retryAfter) {
        return new Status(429, Map.of("retry-after", retryAfter), "{\"error\":{\"message\":\"slow down\"}}");
    }

    static Manner after(Duration time) {
        return new After(time, new Well());
    }
}
