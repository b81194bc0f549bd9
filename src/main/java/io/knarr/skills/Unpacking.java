package io.knarr.skills;

import io.knarr.fault.Fault;
import io.knarr.parse.Decoding;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Finds the skills in the files of an archive (core 7.3). Pure; every mistake is {@code INVALID_ARGUMENT}. */
final class Unpacking {
    private static final String EVERY = "*";

    private final SortedMap<String, byte[]> files;

    /** @param files by path */
    Unpacking(SortedMap<String, byte[]> files) {
        this.files = files;
    }

    /** The one skill, which is the archive itself or its only directory; or those that were chosen by name. */
    List<SkillPackage> skills(Optional<List<String>> chosen) {
        List<String> places = places();
        if (places.isEmpty()) {
            throw Fault.invalid("The archive holds no " + SkillNames.DEFINITION);
        }
        if (chosen.isEmpty()) {
            return List.of(skill(only(places), places));
        }
        Map<String, SkillPackage> byName = new LinkedHashMap<>();
        for (String place : places) {
            SkillPackage found = skill(place, places);
            if (byName.put(found.skill().name(), found) != null) {
                throw Fault.invalid("The archive holds two skills of the name "
                        + found.skill().name());
            }
        }
        if (chosen.get().contains(EVERY)) {
            return List.copyOf(byName.values());
        }
        return chosen.get().stream()
                .distinct()
                .map(name -> Optional.ofNullable(byName.get(name))
                        .orElseThrow(() -> Fault.invalid("The archive holds no skill " + name + "; it holds "
                                + String.join(", ", byName.keySet()))))
                .toList();
    }

    /** Directories with a definition, as prefixes of paths; what is below such a one belongs to it. */
    private List<String> places() {
        List<String> places = new ArrayList<>();
        for (String path : files.keySet()) {
            String place = path.substring(0, path.lastIndexOf('/') + 1);
            if (path.equals(place + SkillNames.DEFINITION)) {
                places.add(place);
            }
        }
        return places.stream()
                .filter(place -> places.stream().noneMatch(above -> !above.equals(place) && place.startsWith(above)))
                .toList();
    }

    private String only(List<String> places) {
        String place = places.getFirst();
        boolean wrapped = place.indexOf('/') == place.length() - 1
                && files.keySet().stream().allMatch(path -> path.startsWith(place));
        if (!place.isEmpty() && !wrapped) {
            throw Fault.invalid("The " + SkillNames.DEFINITION
                    + " of a skill is at the root of the archive or in its only directory; this one has them in "
                    + String.join(", ", places) + " (say which to take in skills)");
        }
        return place;
    }

    private SkillPackage skill(String place, List<String> places) {
        Map<String, Buffer> auxiliary = new LinkedHashMap<>();
        files.tailMap(place).forEach((path, content) -> {
            String below = path.startsWith(place) ? path.substring(place.length()) : "";
            boolean own = !below.isEmpty()
                    && !below.equals(SkillNames.DEFINITION)
                    && !SkillNames.KEPT_BY_SERVER.contains(below.substring(below.lastIndexOf('/') + 1));
            if (own) {
                auxiliary.put(below, Buffer.buffer(content));
            }
        });
        byte[] definition = files.getOrDefault(place + SkillNames.DEFINITION, new byte[0]);
        try {
            return new SkillPackage(SkillData.text(Decoding.text(definition)).skill(), auxiliary);
        } catch (Fault wrong) {
            throw places.size() == 1 ? wrong : Fault.invalid(place + ": " + wrong.getMessage());
        }
    }
}
