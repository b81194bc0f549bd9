package io.knarr.skills;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.index.VectorIndex;
import io.knarr.storage.Storage;
import io.knarr.storage.TreeChange;
import io.knarr.storage.TreeChanges;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.RiggedStorage;
import io.knarr.tree.PathLeases;
import io.knarr.tree.TreeStore;
import io.knarr.tree.UploadStore;
import io.knarr.uri.VikingUri;
import io.knarr.work.NewJob;
import io.knarr.work.TaskStore;
import io.knarr.work.WorkQueue;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkillFilesTest {
    private static final VikingUri SKILL = VikingUri.of("agent", "skills", "a");

    private final Vertx vertx = Vertx.vertx();
    private final RiggedStorage storage = new RiggedStorage(vertx);

    @AfterEach
    void close() {
        Void _ = Await.of(vertx.close());
    }

    private static SkillFiles.Placed skill(String... files) {
        Map<String, Buffer> contents = new HashMap<>();
        for (int i = 0; i < files.length; i += 2) {
            contents.put(files[i], Buffer.buffer(files[i + 1]));
        }
        return new SkillFiles.Placed(SKILL, contents);
    }

    private Future<Void> put(Storage to, SkillFiles.Placed skill) {
        return new SkillFiles(to).put(Callers.ACME, List.of(skill), List.of("group"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void putsTheOldSkillBackWhenReplacingItBreaksOff(int steps) {
        Void _ = Await.of(put(storage, skill("SKILL.md", "1", "way", "file", "old/x.md", "x", "old/y.md", "y")));

        Fault fault = Await.faultOf(put(
                new BreaksOff(storage, steps),
                skill("SKILL.md", "2", "way/in.md", "in", "new.md", "n", "old/y.md", "z")));

        assertThat(fault.code()).isEqualTo(Code.WRITE_FAILED);
        assertThat(storage.below(SKILL.toString())).containsExactly("SKILL.md", "old/", "old/x.md", "old/y.md", "way");
        assertThat(storage.text(SKILL + "/SKILL.md")).isEqualTo("1");
        assertThat(storage.text(SKILL + "/old/y.md")).isEqualTo("y");
        assertThat(storage.text(SKILL + "/way")).isEqualTo("file");
    }

    @Test
    void leavesNothingOfANewSkillThatFailed() {
        Fault _ = Await.faultOf(put(new BreaksOff(storage, 1), skill("SKILL.md", "1")));

        assertThat(storage.isThere(SKILL.toString())).isFalse();
    }

    @Test
    void whatIsTooLargeToBeHeldIsNotReplaced() {
        Buffer large = Buffer.buffer(new byte[(int) SkillFiles.MOST_BYTES / 2 + 1]);
        storage.put(SKILL + "/one", large);
        storage.put(SKILL + "/two", large);

        Fault fault = Await.faultOf(put(storage, skill("SKILL.md", "1")));

        assertThat(fault.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(storage.isThere(SKILL + "/SKILL.md")).isFalse();
    }

    /** Makes the first changes and then fails, as a disk does. */
    private record BreaksOff(RiggedStorage inner, int steps) implements Storage {
        @Override
        public Future<Void> atomically(AccountId account, List<TreeChange> changes, List<NewJob> jobs) {
            return TreeChanges.make(inner.tree(), account, changes.subList(0, Math.min(steps, changes.size())))
                    .compose(_ -> Future.failedFuture(new Fault(Code.WRITE_FAILED, "disk")));
        }

        @Override
        public Future<Void> open() {
            return inner.open();
        }

        @Override
        public TreeStore tree() {
            return inner.tree();
        }

        @Override
        public PathLeases leases() {
            return inner.leases();
        }

        @Override
        public UploadStore uploads() {
            return inner.uploads();
        }

        @Override
        public VectorIndex index() {
            return inner.index();
        }

        @Override
        public WorkQueue work() {
            return inner.work();
        }

        @Override
        public TaskStore tasks() {
            return inner.tasks();
        }

        @Override
        public Future<Void> check() {
            return inner.check();
        }

        @Override
        public Future<Void> close() {
            return inner.close();
        }
    }
}
