package io.knarr.runtime;

import java.util.Arrays;
import java.util.List;

/** Lists one after the other. */
final class Lists {
    private Lists() {}

    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    static <T> List<T> join(List<? extends T>... lists) {
        return Arrays.stream(lists).<T>flatMap(List::stream).toList();
    }
}
