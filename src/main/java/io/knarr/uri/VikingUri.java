package io.knarr.uri;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A canonical address {@code viking://scope/path}: no trailing slash, no empty segment, no {@code .} or {@code ..}. The
 * account is never part of it. Ordered by segments, so that a directory comes right before what it holds.
 */
public final class VikingUri implements Comparable<VikingUri> {
    public static final String PREFIX = "viking://";
    public static final VikingUri ROOT = new VikingUri(List.of());

    /** Longest segment in UTF-8 bytes: the limit of common file systems. */
    public static final int MAX_SEGMENT_BYTES = 255;

    private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:$");
    private static final int HASH_DIGITS = 8;

    private final List<String> segments;
    private final String text;

    private VikingUri(List<String> segments) {
        this.segments = List.copyOf(segments);
        this.text = PREFIX + String.join("/", segments);
    }

    /**
     * Reads an address by the rules of behaviour 1.2, in their order; scopes and aliases are not looked at.
     *
     * @throws Fault {@code INVALID_URI} without the prefix, {@code PERMISSION_DENIED} for {@code .}, {@code ..}, back-slash,
     *     NUL or a drive letter
     */
    public static VikingUri parse(String input) {
        String trimmed = input.strip();
        if (trimmed.isEmpty()) {
            throw Fault.invalidUri(input, "an address is needed, for instance viking://resources");
        }
        if (!trimmed.startsWith(PREFIX)) {
            throw Fault.invalidUri(input, "an address starts with viking://");
        }
        String path = trimmed.substring(PREFIX.length());
        int query = path.indexOf('?');
        if (query >= 0) {
            path = path.substring(0, query);
        }
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            if (!segment.isEmpty()) {
                segments.add(checked(segment, input));
            }
        }
        return segments.isEmpty() ? ROOT : new VikingUri(segments);
    }

    /** The address made of these segments, each checked as in {@link #parse}. */
    public static VikingUri of(String... segments) {
        VikingUri uri = ROOT;
        for (String segment : segments) {
            uri = uri.child(segment);
        }
        return uri;
    }

    private static String checked(String segment, String input) {
        if (segment.equals(".")
                || segment.equals("..")
                || segment.indexOf('\\') >= 0
                || segment.indexOf('\0') >= 0
                || DRIVE.matcher(segment).matches()) {
            throw new Fault(
                    Code.PERMISSION_DENIED,
                    "This address leaves the tree ('.', '..', back-slashes and drive letters are not allowed): "
                            + input,
                    Map.of("resource", input));
        }
        return shortened(segment);
    }

    private static String shortened(String segment) {
        byte[] bytes = segment.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_SEGMENT_BYTES) {
            return segment;
        }
        int room = MAX_SEGMENT_BYTES - HASH_DIGITS - 1;
        int end = 0;
        int used = 0;
        while (end < segment.length()) {
            int point = segment.codePointAt(end);
            int width = Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
            if (used + width > room) {
                break;
            }
            used += width;
            end += Character.charCount(point);
        }
        return segment.substring(0, end) + "_" + sha256(bytes).substring(0, HASH_DIGITS);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Path segments below {@code viking://}; empty for the root. */
    public List<String> segments() {
        return segments;
    }

    public boolean isRoot() {
        return segments.isEmpty();
    }

    /** First segment, or the empty string for the root. */
    public String scope() {
        return segments.isEmpty() ? "" : segments.getFirst();
    }

    /** Last segment, or the empty string for the root. */
    public String name() {
        return segments.isEmpty() ? "" : segments.getLast();
    }

    public int depth() {
        return segments.size();
    }

    /** Segment {@code index}, or the empty string when there are fewer. */
    public String segment(int index) {
        return index < segments.size() ? segments.get(index) : "";
    }

    /** The directory that holds it; the root is its own parent. */
    public VikingUri parent() {
        return segments.size() <= 1 ? ROOT : new VikingUri(segments.subList(0, segments.size() - 1));
    }

    /** @throws Fault as {@link #parse} for a name that is no segment */
    public VikingUri child(String name) {
        if (name.isEmpty() || name.indexOf('/') >= 0) {
            throw Fault.invalidUri(text + "/" + name, "a name is not empty and holds no slash");
        }
        List<String> longer = new ArrayList<>(segments);
        longer.add(checked(name, name));
        return new VikingUri(longer);
    }

    /** The address at a relative path of one or more segments; the empty path is this address. */
    public VikingUri resolve(String relativePath) {
        VikingUri uri = this;
        for (String segment : relativePath.split("/", -1)) {
            if (!segment.isEmpty()) {
                uri = uri.child(segment);
            }
        }
        return uri;
    }

    /** True for this address itself and everything below it. */
    public boolean contains(VikingUri other) {
        return other.segments.size() >= segments.size()
                && other.segments.subList(0, segments.size()).equals(segments);
    }

    /** Path of {@code other} below this address, without slashes at the ends. */
    public String relativize(VikingUri other) {
        if (!contains(other)) {
            throw new IllegalArgumentException(other + " is not below " + this);
        }
        return String.join("/", other.segments.subList(segments.size(), other.segments.size()));
    }

    /** This address with its prefix {@code from} replaced by {@code to}. */
    public VikingUri rebase(VikingUri from, VikingUri to) {
        return to.resolve(from.relativize(this));
    }

    @Override
    public int compareTo(VikingUri other) {
        int shared = Math.min(segments.size(), other.segments.size());
        for (int i = 0; i < shared; i++) {
            int order = segments.get(i).compareTo(other.segments.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(segments.size(), other.segments.size());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VikingUri uri && text.equals(uri.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** The canonical text; the root is {@code viking://}. */
    @Override
    public String toString() {
        return text;
    }
}
