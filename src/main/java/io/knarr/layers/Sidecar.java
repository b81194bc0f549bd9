package io.knarr.layers;

import io.knarr.uri.VikingUri;
import java.io.StringReader;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.representer.Representer;

/**
 * The file that keeps a layer of a directory: a YAML head and the body (behaviour 2.2). A file without a head is all body.
 *
 * @param directory which directory it describes
 * @param source where the directory’s content came from
 * @param generatedBy who wrote it, and on what occasion
 * @param freshness how much of the directory it has seen
 * @param body the layer itself, without white space at its ends
 */
public record Sidecar(
        VikingUri directory,
        Optional<Source> source,
        Optional<GeneratedBy> generatedBy,
        Optional<Freshness> freshness,
        String body) {
    private static final String FENCE = "---";
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    public Sidecar {
        body = body.strip();
    }

    /**
     * @param kind for instance {@code upload}
     * @param uri what was fetched or uploaded
     */
    public record Source(String kind, String uri) {}

    /**
     * @param component {@code extractive}, {@code user} or the model
     * @param trigger one of the occasions of behaviour 2.2
     */
    public record GeneratedBy(String component, String trigger) {}

    /**
     * @param total entries of the directory
     * @param sampled entries that were looked at
     * @param pendingChildChanges changes since then that were too few to write the layer again
     */
    public record Freshness(int total, int sampled, int pendingChildChanges) {
        public int unsampled() {
            return total - sampled;
        }
    }

    /** Reads a stored file; a head that cannot be read counts as absent, the body is kept. */
    public static Sidecar parse(VikingUri directory, String stored) {
        String text = stored.replace("\r\n", "\n");
        if (!text.startsWith(FENCE + "\n")) {
            return new Sidecar(directory, Optional.empty(), Optional.empty(), Optional.empty(), text);
        }
        int end = text.indexOf("\n" + FENCE, FENCE.length());
        if (end < 0) {
            return new Sidecar(directory, Optional.empty(), Optional.empty(), Optional.empty(), text);
        }
        int bodyStart = text.indexOf('\n', end + 1);
        String body = bodyStart < 0 ? "" : text.substring(bodyStart + 1);
        Map<String, Node> head = head(text.substring(FENCE.length() + 1, end + 1));
        return new Sidecar(directory, source(head), generatedBy(head), freshness(head), body);
    }

    /** Nodes and not objects: making those fails in many ways for values that nobody asked for. */
    private static Map<String, Node> head(String yaml) {
        try {
            return fields(Optional.ofNullable(new Yaml(new LoaderOptions()).compose(new StringReader(yaml))));
        } catch (YAMLException unreadable) {
            return Map.of();
        }
    }

    private static Map<String, Node> fields(Optional<Node> node) {
        Map<String, Node> fields = new HashMap<>();
        if (node.orElse(null) instanceof MappingNode mapping) {
            for (NodeTuple field : mapping.getValue()) {
                if (field.getKeyNode() instanceof ScalarNode name) {
                    fields.put(name.getValue(), field.getValueNode());
                }
            }
        }
        return fields;
    }

    private static Optional<Map<String, Node>> block(Map<String, Node> head, String name) {
        return Optional.ofNullable(head.get(name))
                .filter(MappingNode.class::isInstance)
                .map(node -> fields(Optional.of(node)));
    }

    private static Optional<Source> source(Map<String, Node> head) {
        return block(head, "source").map(block -> new Source(text(block, "kind"), text(block, "uri")));
    }

    private static Optional<GeneratedBy> generatedBy(Map<String, Node> head) {
        return block(head, "generated_by")
                .map(block -> new GeneratedBy(text(block, "component"), text(block, "trigger")));
    }

    private static Optional<Freshness> freshness(Map<String, Node> head) {
        return block(head, "freshness").flatMap(block -> {
            Freshness read = new Freshness(
                    number(block, "total_entries"),
                    number(block, "sampled_entries"),
                    number(block, "pending_child_changes"));
            return read.unsampled() == number(block, "unsampled_entries") ? Optional.of(read) : Optional.empty();
        });
    }

    private static String text(Map<String, Node> block, String key) {
        return block.get(key) instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    private static int number(Map<String, Node> block, String key) {
        String text = text(block, key);
        return NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
    }

    /** As it is stored. */
    public String text() {
        return FENCE + "\n" + yaml(head()) + FENCE + "\n\n" + body + "\n";
    }

    /** What is embedded for an L0 record: the head with the directory alone, then the body. */
    public String embeddingText() {
        return FENCE + "\n" + yaml(Map.of("directory", directory + "/")) + FENCE + "\n\n" + body;
    }

    private Map<String, Object> head() {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("directory", directory + "/");
        source.ifPresent(from -> head.put("source", ordered("kind", from.kind(), "uri", from.uri())));
        generatedBy.ifPresent(
                by -> head.put("generated_by", ordered("component", by.component(), "trigger", by.trigger())));
        freshness.ifPresent(seen -> {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("total_entries", seen.total());
            map.put("sampled_entries", seen.sampled());
            map.put("unsampled_entries", seen.unsampled());
            map.put("pending_child_changes", seen.pendingChildChanges());
            head.put("freshness", map);
        });
        return head;
    }

    private static Map<String, Object> ordered(String firstKey, String first, String secondKey, String second) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(firstKey, first);
        map.put(secondKey, second);
        return map;
    }

    private static String yaml(Map<String, Object> map) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setAllowUnicode(true);
        // Otherwise a control character makes a whole text !!binary.
        options.setNonPrintableStyle(DumperOptions.NonPrintableStyle.ESCAPE);
        options.setWidth(4096);
        options.setSplitLines(false);
        return new Yaml(new Representer(options), options).dump(map);
    }

    public Sidecar withBody(String newBody) {
        return new Sidecar(directory, source, generatedBy, freshness, newBody);
    }

    public Sidecar withPending(int pending) {
        return new Sidecar(
                directory,
                source,
                generatedBy,
                freshness.map(seen -> new Freshness(seen.total(), seen.sampled(), pending)),
                body);
    }
}
