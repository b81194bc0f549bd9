package io.knarr.storage.embedded;

import io.knarr.index.ModelMark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * What an embedded back end is made of.
 *
 * @param workspace the data directory
 * @param owner this process, as others shall see it
 * @param waived checks of the directory that are left out
 * @param model what the vectors are made by
 * @param uploadLifetime how long uploads are kept; zero: for ever
 */
public record EmbeddedSettings(
        Path workspace,
        DirectoryOwner owner,
        Set<DataDirectory.Waiver> waived,
        ModelMark model,
        Duration uploadLifetime) {}
