package io.knarr.http;

import io.knarr.wire.ApiDocument;
import io.knarr.wire.Endpoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The paths of the document as a tree of segments. Segments are decoded after the path was cut, so that an escaped slash
 * stays inside its segment; a name wins over a parameter.
 */
final class Routes {
    private final Node root = new Node();
    private final List<Rest> rests = new ArrayList<>();

    private Routes() {}

    static Routes of(ApiDocument document) {
        Routes routes = new Routes();
        for (Endpoint endpoint : document.endpoints()) {
            if (endpoint.rest()) {
                routes.rests.add(Rest.of(endpoint));
            } else {
                routes.root.add(endpoint);
            }
        }
        return routes;
    }

    /** Where a request goes. */
    sealed interface Match {}

    record Found(Endpoint endpoint, Map<String, String> parameters) implements Match {}

    record WrongMethod(String allowed) implements Match {}

    /** The path has a slash too many at its end. */
    record Elsewhere(String path) implements Match {}

    record Nowhere() implements Match {}

    /** @param path as sent, not decoded */
    Match match(String method, String path) {
        List<Found> found = find(path);
        if (found.isEmpty()) {
            boolean slash = path.length() > 1 && path.endsWith("/");
            String shorter = slash ? path.substring(0, path.length() - 1) : path;
            return slash && !find(shorter).isEmpty() ? new Elsewhere(shorter) : new Nowhere();
        }
        for (Found candidate : found) {
            if (candidate.endpoint().method().equals(method)) {
                return candidate;
            }
        }
        TreeSet<String> methods = new TreeSet<>();
        found.forEach(candidate -> methods.add(candidate.endpoint().method()));
        return new WrongMethod(String.join(", ", methods));
    }

    private List<Found> find(String path) {
        List<Found> found = new ArrayList<>();
        if (path.startsWith("/")) {
            List<String> segments = Arrays.stream(path.substring(1).split("/", -1))
                    .map(PercentText::decode)
                    .toList();
            root.collect(segments, 0, new ArrayList<>(), found);
            String decoded = PercentText.decode(path);
            rests.forEach(rest -> rest.collect(decoded, found));
        }
        return found;
    }

    /** What is below one segment. */
    private static final class Node {
        private final Map<String, Node> named = new HashMap<>();
        private final List<Endpoint> here = new ArrayList<>();
        private @Nullable Node parameter;

        void add(Endpoint endpoint) {
            Node node = this;
            for (String segment : endpoint.path().substring(1).split("/")) {
                node = segment.startsWith("{")
                        ? node.forParameter()
                        : node.named.computeIfAbsent(segment, _ -> new Node());
            }
            node.here.add(endpoint);
        }

        private Node forParameter() {
            if (parameter == null) {
                parameter = new Node();
            }
            return parameter;
        }

        void collect(List<String> segments, int depth, List<String> values, List<Found> found) {
            if (depth == segments.size()) {
                here.forEach(endpoint -> found.add(new Found(endpoint, named(endpoint, values))));
                return;
            }
            String segment = segments.get(depth);
            Node next = named.get(segment);
            if (next != null) {
                next.collect(segments, depth + 1, values, found);
            }
            if (parameter != null && !segment.isEmpty()) {
                values.add(segment);
                parameter.collect(segments, depth + 1, values, found);
                values.removeLast();
            }
        }

        /** Two paths may call the same parameter differently, so names come from the endpoint and not from the node. */
        private static Map<String, String> named(Endpoint endpoint, List<String> values) {
            Map<String, String> parameters = new HashMap<>();
            int next = 0;
            for (String segment : endpoint.path().split("/")) {
                if (segment.startsWith("{")) {
                    parameters.put(segment.substring(1, segment.length() - 1), values.get(next++));
                }
            }
            return parameters;
        }
    }

    /** An endpoint whose one parameter takes all between a prefix and a suffix, slashes included. */
    private record Rest(Endpoint endpoint, String prefix, String name, String suffix) {
        static Rest of(Endpoint endpoint) {
            String path = endpoint.path();
            int open = path.indexOf('{');
            int close = path.indexOf('}');
            return new Rest(
                    endpoint, path.substring(0, open), path.substring(open + 1, close), path.substring(close + 1));
        }

        void collect(String path, List<Found> found) {
            int length = path.length() - prefix.length() - suffix.length();
            if (length > 0 && path.startsWith(prefix) && path.endsWith(suffix)) {
                String value = path.substring(prefix.length(), prefix.length() + length);
                found.add(new Found(endpoint, Map.of(name, value)));
            }
        }
    }
}
