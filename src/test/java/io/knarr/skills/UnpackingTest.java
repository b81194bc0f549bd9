package io.knarr.skills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knarr.fault.Fault;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class UnpackingTest {
    private static Unpacking of(String... paths) {
        TreeMap<String, byte[]> files = new TreeMap<>();
        for (String path : paths) {
            String directory = path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "root";
            String name = directory.substring(directory.lastIndexOf('/') + 1);
            String text = path.endsWith("SKILL.md") ? "---\nname: " + name + "\ndescription: d\n---\nbody" : path;
            files.put(path, text.getBytes(StandardCharsets.UTF_8));
        }
        return new Unpacking(files);
    }

    private static List<String> names(List<SkillPackage> skills) {
        return skills.stream().map(one -> one.skill().name()).toList();
    }

    @Test
    void theArchiveIsASkillWithItsFiles() {
        SkillPackage skill = of("SKILL.md", "scripts/run.sh", "sub/SKILL.md", ".env.example")
                .skills(Optional.empty())
                .getFirst();

        assertThat(skill.skill().name()).isEqualTo("root");
        assertThat(skill.auxiliary()).containsOnlyKeys("scripts/run.sh", "sub/SKILL.md", ".env.example");
    }

    @Test
    void itsOnlyDirectoryIsASkill() {
        SkillPackage skill =
                of("deploy/SKILL.md", "deploy/a.txt").skills(Optional.empty()).getFirst();

        assertThat(skill.skill().name()).isEqualTo("deploy");
        assertThat(skill.auxiliary()).containsOnlyKeys("a.txt");
    }

    @Test
    void whatTheServerKeepsIsNotTaken() {
        SkillPackage skill = of("SKILL.md", ".abstract.md", ".overview.md", ".source.json", "a/.abstract.md", "b.md")
                .skills(Optional.empty())
                .getFirst();

        assertThat(skill.auxiliary()).containsOnlyKeys("b.md");
    }

    @Test
    void refusesArchivesWithoutASkillAtItsPlace() {
        for (Unpacking archive : List.of(
                of("README.md"),
                of("skill.md"),
                of("a/SKILL.md", "README.md"),
                of("a/b/SKILL.md"),
                of("a/SKILL.md", "b/SKILL.md"))) {
            assertThatThrownBy(() -> archive.skills(Optional.empty()))
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("SKILL.md");
        }
    }

    @Test
    void ofSeveralTheChosenOnesAreTaken() {
        Unpacking archive = of("README.md", "skills/a/SKILL.md", "skills/a/x", "skills/ab/SKILL.md", "c/SKILL.md");

        assertThat(names(archive.skills(Optional.of(List.of("*"))))).containsExactly("c", "a", "ab");
        assertThat(names(archive.skills(Optional.of(List.of("ab", "a", "a"))))).containsExactly("ab", "a");
        assertThat(archive.skills(Optional.of(List.of("a"))).getFirst().auxiliary())
                .containsOnlyKeys("x");
        assertThatThrownBy(() -> archive.skills(Optional.of(List.of("z"))))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("c, a, ab");
        assertThatThrownBy(() -> of("x/a/SKILL.md", "y/a/SKILL.md").skills(Optional.of(List.of("*"))))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("two skills");
    }

    @Test
    void saysWhichOfSeveralIsBroken() {
        TreeMap<String, byte[]> files = new TreeMap<>();
        files.put("a/SKILL.md", "---\nname: a\ndescription: d\n---\n".getBytes(StandardCharsets.UTF_8));
        files.put("b/SKILL.md", "nothing".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> new Unpacking(files).skills(Optional.of(List.of("a"))))
                .isInstanceOf(Fault.class)
                .hasMessageStartingWith("b/: ");
    }
}
