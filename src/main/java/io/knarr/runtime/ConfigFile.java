package io.knarr.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds and reads {@code ov.conf}: JSON, with a byte order mark if there is one, with variables expanded in its text. Beyond
 * what OpenViking takes: comments and commas before a closing bracket.
 */
final class ConfigFile {
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\w+)|\\{([^}]*)})");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA)
            .build();

    private final Surroundings surroundings;

    ConfigFile(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * A file and why this one.
     *
     * @param origin who named it; a file that somebody named must be there
     */
    record Found(Path path, String origin) {}

    /** What is in a file, or what is wrong with it. */
    sealed interface Content {
        /** Its JSON object. */
        record Tree(Map<String, Object> root) implements Content {}

        /** It cannot be used. */
        record Unusable(Problem problem) implements Content {}
    }

    /** The first of: the option, {@code KNARR_CONFIG}, {@code OPENVIKING_CONFIG_FILE}, the user’s file, the machine’s file. */
    Optional<Found> find(Optional<String> option) {
        Optional<Found> named = option.map(path -> new Found(surroundings.resolve(path), "--config"))
                .or(() -> variable("KNARR_CONFIG"))
                .or(() -> variable("OPENVIKING_CONFIG_FILE"));
        if (named.isPresent()) {
            return named;
        }
        Path ofUser = surroundings.home().resolve(".openviking/ov.conf");
        if (Files.exists(ofUser)) {
            return Optional.of(new Found(ofUser, "the home directory"));
        }
        return Optional.of(surroundings.systemConfig())
                .filter(Files::exists)
                .map(path -> new Found(path, "this machine"));
    }

    private Optional<Found> variable(String name) {
        return Optional.ofNullable(surroundings.variables().get(name))
                .filter(path -> !path.isBlank())
                .map(path -> new Found(surroundings.resolve(path), name));
    }

    Content read(Found found) {
        try {
            String text = Files.readString(found.path());
            Object root = JSON.readValue(expand(text.startsWith("\uFEFF") ? text.substring(1) : text), Object.class);
            if (root instanceof Map<?, ?>) {
                @SuppressWarnings("unchecked") // a JSON object has texts for keys
                Map<String, Object> object = (Map<String, Object>) root;
                return new Content.Tree(object);
            }
            return unusable(found, "it must hold one JSON object, like {\"server\": {\"port\": 1933}}");
        } catch (NoSuchFileException missing) {
            return unusable(found, "there is no such file (named by " + found.origin() + ")");
        } catch (CharacterCodingException notUtf8) {
            return unusable(found, "it must be text in UTF-8");
        } catch (JsonProcessingException malformed) {
            // Not the parser's own words: they quote the text around the place, which may be a key.
            return unusable(
                    found,
                    "it is not valid JSON at line " + malformed.getLocation().getLineNr() + ", column "
                            + malformed.getLocation().getColumnNr()
                            + " (a missing comma, quote or bracket there or just before)");
        } catch (IOException unreadable) {
            return unusable(found, "it cannot be read: " + unreadable.getClass().getSimpleName());
        }
    }

    /** Variables that are not set stay as they are written. */
    private String expand(String text) {
        return VARIABLE.matcher(text).replaceAll(match -> {
            String name = match.group(1) == null ? match.group(2) : match.group(1);
            return Matcher.quoteReplacement(surroundings.variables().getOrDefault(name, match.group()));
        });
    }

    private static Content unusable(Found found, String text) {
        return new Content.Unusable(
                new Problem(found.path().toString(), found.path().toString(), text));
    }
}
