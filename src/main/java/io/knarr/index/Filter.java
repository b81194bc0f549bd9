package io.knarr.index;

import io.knarr.context.ContextType;
import io.knarr.context.Level;
import io.knarr.fault.Fault;
import io.knarr.uri.VikingUri;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Which entries may be found. Each store translates it once; the account is not part of it. A filter that makes no sense
 * (a text compared with a number, a pattern that is none) cannot be made: {@code INVALID_ARGUMENT}.
 */
public sealed interface Filter {
    /** Everything. */
    record All() implements Filter {}

    /** All of these; with none of them, everything. */
    record And(List<Filter> filters) implements Filter {
        public And {
            filters = List.copyOf(filters);
        }
    }

    /** Any of these; with none of them, nothing. */
    record Or(List<Filter> filters) implements Filter {
        public Or {
            filters = List.copyOf(filters);
        }
    }

    /** Everything but this. */
    record Not(Filter filter) implements Filter {}

    /** At or below an address, at most {@code depth} levels down (0 = the address itself); empty: without limit. */
    record Under(VikingUri uri, Optional<Integer> depth) implements Filter {
        public Under {
            if (depth.isPresent() && depth.get() < 0) {
                throw Fault.invalid("A depth is 0 or more, this is not: " + depth.get());
            }
        }
    }

    /** A keyword field equals any of the values; a list field contains any of them. */
    record In(Field field, List<String> values) implements Filter {
        public In {
            field.require(field.isText(), "values of text");
            values = List.copyOf(values);
        }
    }

    /** A number field, both ends optional and exclusive or inclusive as given. */
    record Range(Field field, Optional<Bound<Double>> from, Optional<Bound<Double>> to) implements Filter {
        public Range {
            field.require(field.kind() == Field.Kind.NUMBER, "a range of numbers");
        }
    }

    /** A time field, both ends optional. */
    record TimeRange(Field field, Optional<Bound<Instant>> from, Optional<Bound<Instant>> to) implements Filter {
        public TimeRange {
            field.require(field.kind() == Field.Kind.TIME, "a range of time");
        }
    }

    /** A keyword or path field starts with this text; a path as its whole URI. */
    record Prefix(Field field, String prefix) implements Filter {
        public Prefix {
            field.require(field.isText(), "a prefix");
        }
    }

    /** A keyword or path field contains this text. */
    record Contains(Field field, String substring) implements Filter {
        public Contains {
            field.require(field.isText(), "a part of it");
        }
    }

    /** Some part of a keyword or path field matches this RE2 expression. */
    record Regex(Field field, String pattern) implements Filter {
        public Regex {
            field.require(field.isText(), "a regular expression");
            var _ = Expression.compile(pattern, false);
        }
    }

    /** One end of a range. */
    record Bound<T>(T value, boolean inclusive) {}

    static Filter all() {
        return new All();
    }

    static Filter and(Filter... filters) {
        return new And(List.of(filters));
    }

    static Filter under(VikingUri uri) {
        return new Under(uri, Optional.empty());
    }

    static Filter underAny(Collection<VikingUri> uris) {
        return new Or(uris.stream().map(Filter::under).toList());
    }

    static Filter exactly(VikingUri uri) {
        return new Under(uri, Optional.of(0));
    }

    static Filter levels(Collection<Level> levels) {
        return new Or(levels.stream()
                .<Filter>map(level -> new Range(
                        Field.LEVEL,
                        Optional.of(new Bound<>((double) level.number(), true)),
                        Optional.of(new Bound<>((double) level.number(), true))))
                .toList());
    }

    static Filter types(Collection<ContextType> types) {
        return new In(Field.CONTEXT_TYPE, types.stream().map(ContextType::label).toList());
    }

    /** Every tag must be there. */
    static Filter tags(List<String> tags) {
        return new And(tags.stream()
                .<Filter>map(tag -> new In(Field.SEARCH_TAGS, List.of(tag)))
                .toList());
    }
}
