package io.knarr.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What somebody plainly says of themselves, by rules that can be read (English and Chinese): who they are goes to the profile,
 * what they like and want to be done goes to preferences. A sentence is kept as it was said. Pure; linear in the text but for the
 * length of a sentence, which is bounded.
 */
final class Statements {
    private static final int LONGEST_SENTENCE = 300;
    private static final int SHORTEST_SENTENCE = 4;
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?])\\s+|(?<=[。！？；])|\\n+");
    private static final List<Rule> RULES = List.of(
            rule(Kind.PROFILE, "\\bmy (?:full |first |last )?name(?: is|['’]s)\\b"),
            rule(Kind.PROFILE, "\\b(?:call me|i go by)\\b"),
            rule(Kind.PROFILE, "\\bi(?: am|['’]m) (?:a|an|the) [\\p{L}-]+"),
            rule(Kind.PROFILE, "\\bi(?: am|['’]m) \\d{1,3} years? old\\b"),
            rule(Kind.PROFILE, "\\bi (?:work|live|study|was born|grew up|moved|come from|am from)\\b"),
            rule(Kind.PROFILE, "\\bi['’]m from\\b"),
            rule(
                    Kind.PROFILE,
                    "\\bmy (?:job|birthday|hometown|pronouns|timezone|time zone|email|wife|husband|partner|son|daughter)\\b"),
            rule(
                    Kind.PREFERENCE,
                    "\\bi(?: really| always| usually| generally|['’]d| would)? (?:prefer|rather|like|love|enjoy|hate|dislike)\\b"),
            rule(
                    Kind.PREFERENCE,
                    "\\bi (?:don['’]t|do not|never|can['’]t|cannot) (?:like|want|eat|drink|use|stand)\\b"),
            rule(Kind.PREFERENCE, "\\bmy (?:favou?rite|preferred)\\b"),
            rule(
                    Kind.PREFERENCE,
                    "\\b(?:please )?(?:always|never) (?:use|write|answer|reply|call|send|do|include|add|put)\\b"),
            rule(Kind.PREFERENCE, "\\b(?:please )?remember (?:that|this|to)\\b"),
            rule(Kind.PREFERENCE, "\\bfrom now on\\b"),
            rule(Kind.PROFILE, "我(?:的名字)?(?:叫|是一[名个位])|我的名字是|我姓"),
            rule(Kind.PROFILE, "我(?:住在|来自|出生|在[^，。]{1,20}(?:工作|上班|读书|学习))|我今年\\d{1,3}岁"),
            rule(Kind.PREFERENCE, "我(?:更|最|很|比较|特别)?(?:喜欢|偏好|爱)|我(?:不喜欢|讨厌|不吃|不喝|不用)"),
            rule(Kind.PREFERENCE, "(?:请)?记住|以后(?:请|都)|请(?:总是|一直|不要|别)"));

    private Statements() {}

    /** Where a statement goes. */
    enum Kind {
        PROFILE,
        PREFERENCE
    }

    /**
     * @param sentence as it was said
     * @param topic for a preference, a name of a file; for others empty
     */
    record Statement(Kind kind, String sentence, String topic) {}

    private record Rule(Kind kind, Pattern pattern) {}

    private static Rule rule(Kind kind, String expression) {
        return new Rule(kind, Pattern.compile(expression, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
    }

    static List<Statement> in(String text) {
        List<Statement> found = new ArrayList<>();
        for (String part : SENTENCE_END.split(text)) {
            String sentence = part.strip();
            if (sentence.length() >= SHORTEST_SENTENCE
                    && sentence.length() <= LONGEST_SENTENCE
                    && !isQuestion(sentence)) {
                statement(sentence).ifPresent(found::add);
            }
        }
        return found;
    }

    private static boolean isQuestion(String sentence) {
        return sentence.endsWith("?") || sentence.endsWith("？") || sentence.endsWith("吗") || sentence.endsWith("呢");
    }

    private static Optional<Statement> statement(String sentence) {
        for (Rule rule : RULES) {
            Matcher matcher = rule.pattern().matcher(sentence);
            if (matcher.find()) {
                String topic = rule.kind() == Kind.PREFERENCE ? topic(sentence, matcher.end()) : "";
                return Optional.of(new Statement(rule.kind(), sentence, topic));
            }
        }
        return Optional.empty();
    }

    /** The first words after what was recognised: what it is about. */
    private static String topic(String sentence, int from) {
        String rest = sentence.substring(from).toLowerCase(Locale.ROOT).strip();
        StringBuilder topic = new StringBuilder();
        int words = 0;
        for (String word : rest.split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty() && !Names.isCommon(word) && words < 3) {
                topic.append(topic.isEmpty() ? "" : "_").append(word);
                words++;
            }
        }
        return topic.isEmpty() ? "general" : Names.cut(topic.toString());
    }
}
