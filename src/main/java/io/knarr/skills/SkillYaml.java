package io.knarr.skills;

import io.knarr.fault.Fault;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * The little YAML of skills. Read as nodes and not as objects: a version {@code 1.10} stays what it is, and no value can fail
 * to be made.
 */
final class SkillYaml {
    private static final int MOST_CHARS = 256 * 1024;

    private SkillYaml() {}

    /** A mapping, by the names of its fields in their order. */
    record Fields(Map<String, Node> byName) {
        /** A text, number or boolean as it was written, trimmed; empty for anything else. */
        String text(String name) {
            return byName.get(name) instanceof ScalarNode scalar ? text(scalar) : "";
        }

        private static String text(ScalarNode scalar) {
            return scalar.getTag().equals(Tag.NULL) ? "" : scalar.getValue().strip();
        }

        boolean isText(String name) {
            return byName.get(name) instanceof ScalarNode;
        }

        /** The texts of a list; what else is in it is left out. */
        List<String> texts(String name) {
            List<String> texts = new ArrayList<>();
            if (byName.get(name) instanceof SequenceNode sequence) {
                for (Node item : sequence.getValue()) {
                    if (item instanceof ScalarNode scalar && !text(scalar).isEmpty()) {
                        texts.add(text(scalar));
                    }
                }
            }
            return texts;
        }

        /** All but these, as YAML again. */
        String without(Set<String> names) {
            List<NodeTuple> rest = new ArrayList<>();
            byName.forEach((name, value) -> {
                if (!names.contains(name)) {
                    rest.add(new NodeTuple(
                            new ScalarNode(Tag.STR, name, null, null, DumperOptions.ScalarStyle.PLAIN), value));
                }
            });
            if (rest.isEmpty()) {
                return "";
            }
            StringWriter text = new StringWriter();
            yaml().serialize(new MappingNode(Tag.MAP, rest, DumperOptions.FlowStyle.BLOCK), text);
            return text.toString();
        }
    }

    /** @throws Fault {@code INVALID_ARGUMENT} for what is no YAML mapping */
    static Fields read(String text) {
        try {
            Optional<Node> root = Optional.ofNullable(yaml().compose(new StringReader(text)));
            if (!(root.orElse(null) instanceof MappingNode mapping)) {
                throw Fault.invalid("The head of a skill is a YAML mapping: name: …, description: …");
            }
            Map<String, Node> fields = new LinkedHashMap<>();
            for (NodeTuple field : mapping.getValue()) {
                if (field.getKeyNode() instanceof ScalarNode name) {
                    fields.put(name.getValue(), field.getValueNode());
                }
            }
            return new Fields(fields);
        } catch (YAMLException broken) {
            throw Fault.invalid("The head of a skill is not valid YAML: " + oneLine(broken));
        }
    }

    private static String oneLine(YAMLException broken) {
        String message = String.valueOf(broken.getMessage());
        return message.lines()
                .limit(3)
                .map(String::strip)
                .reduce((a, b) -> a + " " + b)
                .orElse("");
    }

    /** Block style, one field per line, ends in a newline. */
    static String write(Map<String, Object> fields) {
        return yaml().dump(plain(fields));
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case JsonObject object -> plain(object.getMap());
            case JsonArray array -> plain(array.getList());
            case Map<?, ?> map -> {
                Map<String, Object> all = new LinkedHashMap<>();
                map.forEach((name, item) -> all.put(String.valueOf(name), plain(item)));
                yield all;
            }
            case Iterable<?> many -> {
                List<Object> all = new ArrayList<>();
                many.forEach(item -> all.add(plain(item)));
                yield all;
            }
            case null, default -> value;
        };
    }

    private static Yaml yaml() {
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(MOST_CHARS);
        limits.setNestingDepthLimit(30);
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setAllowUnicode(true);
        // Otherwise a control character makes a whole text !!binary.
        options.setNonPrintableStyle(DumperOptions.NonPrintableStyle.ESCAPE);
        options.setWidth(4096);
        options.setSplitLines(false);
        return new Yaml(
                new org.yaml.snakeyaml.constructor.SafeConstructor(limits), new Representer(options), options, limits);
    }
}
