package io.knarr.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example file, the keys and the records say the same. */
class DocumentedKeysTest {
    private static final Path EXAMPLE = Path.of("conf/ov.conf.example");

    @TempDir
    Path root;

    @Test
    void everyKeyIsDocumentedAndNothingElseIs() throws IOException {
        assertThat(documented()).isEqualTo(used());
    }

    @Test
    void everyKeyIsAComponentOfTheSettingsAndTheOtherWayRound() {
        Set<String> components = new TreeSet<>();
        collect("", Settings.class, components);

        assertThat(components).isEqualTo(used());
    }

    @Test
    void theExampleHoldsTheDefaults() throws IOException {
        LoadedSettings example =
                new Given(root).userFile(Files.readString(EXAMPLE)).load();
        LoadedSettings without =
                new Given(root).config("empty").file("cwd/empty", "{}").load();

        assertThat(example.problems()).isEmpty();
        assertThat(example.notices()).isEmpty();
        assertThat(example.settings()).isEqualTo(without.settings());
    }

    @Test
    void noTwoKeysShareAVariable() {
        assertThat(Keys.ALL).extracting(Key::variable).doesNotHaveDuplicates();
        assertThat(Keys.ALL).extracting(Key::path).doesNotHaveDuplicates();
    }

    private static Set<String> used() {
        return Keys.ALL.stream().map(Key::path).collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> documented() {
        ConfigFile.Content content =
                new ConfigFile(new Given(root).surroundings()).read(new ConfigFile.Found(EXAMPLE, "this test"));
        Set<String> paths = new TreeSet<>();
        if (content instanceof ConfigFile.Content.Tree tree) {
            collect("", tree.root(), paths);
        }
        return paths;
    }

    private static void collect(String prefix, Map<?, ?> section, Set<String> paths) {
        section.forEach((name, value) -> {
            if (value instanceof Map<?, ?> below) {
                collect(prefix + name + ".", below, paths);
            } else {
                paths.add(prefix + name);
            }
        });
    }

    private static void collect(String prefix, Class<?> type, Set<String> paths) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
            if (component.getType().isRecord()) {
                collect(prefix + name + ".", component.getType(), paths);
            } else {
                paths.add(prefix + name);
            }
        }
    }
}
