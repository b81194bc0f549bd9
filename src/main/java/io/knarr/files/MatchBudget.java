package io.knarr.files;

import com.google.re2j.Pattern;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import java.time.Duration;
import java.util.Map;

/**
 * The time that one expression may take on all that it is matched against. The engine is linear in the text, but what one
 * character costs grows with the expression: {@code (.*a){20}} takes a hundred times as long as a word does. So an expression
 * gets a fixed time, and more with each character, which is plenty for any ordinary one however large the tree is.
 *
 * <p>Compute thread; one thread after the other.
 */
final class MatchBudget {
    private static final int WATCHED_CHARACTERS = 4096;

    private final long graceNanos;
    private final long nanosPerCharacter;
    private long characters;
    private long spentNanos;

    private MatchBudget(Duration grace, long nanosPerCharacter) {
        this.graceNanos = grace.toNanos();
        this.nanosPerCharacter = nanosPerCharacter;
    }

    /** Two seconds and a microsecond per character; a word costs some ten nanoseconds per character. */
    static MatchBudget ordinary() {
        return new MatchBudget(Duration.ofSeconds(2), 1_000);
    }

    static MatchBudget of(Duration grace, long nanosPerCharacter) {
        return new MatchBudget(grace, nanosPerCharacter);
    }

    /** @throws Fault {@code INVALID_ARGUMENT} when the budget is used up; also in the middle of a long line */
    boolean finds(Pattern pattern, String line) {
        long began = System.nanoTime();
        // Only a plain string is searched for a literal at full speed, and a short line ends soon anyway.
        CharSequence text = line.length() <= WATCHED_CHARACTERS ? line : new Watched(line, began);
        boolean found = pattern.matcher(text).find();
        characters += line.length();
        spentNanos += System.nanoTime() - began;
        check(0, 0);
        return found;
    }

    private void check(long moreCharacters, long moreNanos) {
        long allowed = graceNanos + (characters + moreCharacters) * nanosPerCharacter;
        if (spentNanos + moreNanos > allowed) {
            throw new Fault(
                    Code.INVALID_ARGUMENT,
                    "This expression takes too long to match; write it with fewer repetitions, or search a smaller tree",
                    Map.of("field", "pattern", "matched_characters", characters + moreCharacters));
        }
    }

    private final class Watched implements CharSequence {
        private final String text;
        private final long began;
        private int reads;

        Watched(String text, long began) {
            this.text = text;
            this.began = began;
        }

        @Override
        public char charAt(int index) {
            if (++reads % WATCHED_CHARACTERS == 0) {
                check(index, System.nanoTime() - began);
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
