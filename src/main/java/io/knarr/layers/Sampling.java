package io.knarr.layers;

import java.util.ArrayList;
import java.util.List;

/** Which of many entries stand for all: evenly spread over their order (behaviour 2.3). */
final class Sampling {
    private Sampling() {}

    static <T> List<T> spread(List<T> ordered, int limit) {
        int count = ordered.size();
        if (count <= limit) {
            return List.copyOf(ordered);
        }
        if (limit == 1) {
            return List.of(ordered.getFirst());
        }
        List<T> sample = new ArrayList<>(limit);
        for (int i = 0; i < limit; i++) {
            sample.add(ordered.get((int) ((long) i * (count - 1) / (limit - 1))));
        }
        return sample;
    }
}
