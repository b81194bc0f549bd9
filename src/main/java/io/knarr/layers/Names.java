package io.knarr.layers;

/** File names as people would write them. */
final class Names {
    private Names() {}

    static String readable(String name) {
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        return stem.replace('_', ' ').replace('-', ' ').strip();
    }
}
