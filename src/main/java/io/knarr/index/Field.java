package io.knarr.index;

import io.knarr.context.Level;
import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import java.util.List;
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

    /**
     * What an entry has in a keyword or path field: none, one or several values. {@code type} is {@code file} for content
     * and {@code directory} for the layers of one; {@code owner_user_id} is the user below whose space it is, if any.
     */
    public List<String> textsOf(AccountId account, Entry entry) {
        return switch (this) {
            case URI -> List.of(entry.uri().toString());
            case TYPE -> List.of(entry.level() == Level.CONTENT ? "file" : "directory");
            case CONTEXT_TYPE -> List.of(entry.type().label());
            case NAME -> List.of(entry.name());
            case TAGS, SEARCH_TAGS -> entry.tags();
            case ACCOUNT_ID -> List.of(account.id());
            case OWNER_USER_ID ->
                entry.uri().scope().equals("user") && entry.uri().depth() > 1
                        ? List.of(entry.uri().segment(1))
                        : List.of();
            case CREATED_AT, UPDATED_AT, ACTIVE_COUNT, LEVEL -> List.of();
        };
    }

    boolean isText() {
        return kind == Kind.KEYWORD || kind == Kind.PATH;
    }

    void require(boolean fits, String comparison) {
        if (!fits) {
            throw Fault.invalid("The field " + label() + " cannot be compared by " + comparison);
        }
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
