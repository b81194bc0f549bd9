package io.knarr.index;

import java.util.Locale;
import java.util.Optional;

/** The fields that a filter may name (core 6.3), and what kind of value each has. */
public enum Field {
    URI(Kind.PATH),
    TYPE(Kind.KEYWORD),
    CONTEXT_TYPE(Kind.KEYWORD),
    CREATED_AT(Kind.TIME),
    UPDATED_AT(Kind.TIME),
    ACTIVE_COUNT(Kind.NUMBER),
    LEVEL(Kind.NUMBER),
    NAME(Kind.KEYWORD),
    TAGS(Kind.KEYWORD),
    SEARCH_TAGS(Kind.KEYWORD),
    ACCOUNT_ID(Kind.KEYWORD),
    OWNER_USER_ID(Kind.KEYWORD);

    private final Kind kind;

    Field(Kind kind) {
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** As in JSON: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Field> named(String label) {
        for (Field field : values()) {
            if (field.label().equals(label)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    /** What values of a field can be compared with. */
    public enum Kind {
        PATH,
        KEYWORD,
        NUMBER,
        TIME
    }
}
