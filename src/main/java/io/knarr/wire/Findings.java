package io.knarr.wire;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The errors found so far in one request. Keeps the first hundred: a body of a million wrong elements must not be answered
 * with a million errors.
 */
final class Findings {
    private static final int KEPT = 100;
    private static final int LONGEST_NAME = 200;

    private final List<ValidationError> errors = new ArrayList<>();

    void add(Place at, String type, String message) {
        if (errors.size() < KEPT) {
            errors.add(new ValidationError(at.loc(), message, type));
        }
    }

    void addAll(Findings others) {
        errors.addAll(others.errors.subList(0, Math.min(others.errors.size(), KEPT - errors.size())));
    }

    boolean isEmpty() {
        return errors.isEmpty();
    }

    boolean isFull() {
        return errors.size() >= KEPT;
    }

    void throwIfAny() {
        if (!errors.isEmpty()) {
            throw new InvalidRequest(errors);
        }
    }

    /** Where in the request we are: a name and what it is in. */
    record Place(@Nullable Place in, String name) {
        static Place of(String top) {
            return new Place(null, top);
        }

        Place at(String name) {
            return new Place(this, name);
        }

        private List<String> loc() {
            Deque<String> names = new ArrayDeque<>();
            for (Place place = this; place != null; place = place.in) {
                String name = place.name;
                names.addFirst(name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name);
            }
            return List.copyOf(names);
        }
    }
}
