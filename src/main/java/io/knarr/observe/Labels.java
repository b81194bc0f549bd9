package io.knarr.observe;

import java.util.List;

/**
 * What tells the series of one meter apart: names and values in turn, as {@code lane, search, account, acme}. Values come
 * from sets that are small and known when the server is built or configured (routes as the document writes them, lanes,
 * pools, providers, statuses): never from what a caller sent, so no addresses, no ids, no texts.
 *
 * @param pairs name, value, name, value, …; every use of one meter has the same names in the same order
 */
public record Labels(List<String> pairs) {
    public static final Labels NONE = new Labels(List.of());

    public Labels {
        pairs = List.copyOf(pairs);
        if (pairs.size() % 2 != 0) {
            throw new IllegalArgumentException("a label needs a name and a value: " + pairs);
        }
    }

    public static Labels of(String name, String value) {
        return new Labels(List.of(name, value));
    }

    public static Labels of(String name, String value, String name2, String value2) {
        return new Labels(List.of(name, value, name2, value2));
    }

    public static Labels of(String name, String value, String name2, String value2, String name3, String value3) {
        return new Labels(List.of(name, value, name2, value2, name3, value3));
    }

    /** The same names, each with this value. */
    Labels all(String value) {
        String[] replaced = pairs.toArray(String[]::new);
        for (int i = 1; i < replaced.length; i += 2) {
            replaced[i] = value;
        }
        return new Labels(List.of(replaced));
    }
}
