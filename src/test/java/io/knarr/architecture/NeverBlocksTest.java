package io.knarr.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.architecture.LoopReach.Finding;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeverBlocksTest {
    private static final String COUNTS = "guards a few fields; nothing is computed, written or waited for under it";

    /** What looks like blocking and was looked at. Where is a class or one of its methods. */
    private static final List<Allowed> REVIEWED = List.of(
            new Allowed("Cancellation", "monitor", COUNTS),
            new Allowed("FairLane", "monitor", COUNTS),
            new Allowed("Gate", "monitor", COUNTS),
            new Allowed("PassageBatches", "monitor", COUNTS),
            new Allowed("PassageBatches$Order", "monitor", COUNTS),
            new Allowed("Roster", "monitor", COUNTS),
            new Allowed("Breaker", "monitor", COUNTS),
            new Allowed("Pacing", "monitor", COUNTS),
            new Allowed("BulkLane", "monitor", COUNTS),
            new Allowed("Health", "monitor", "starts a call to the provider at most, whose answer comes later"),
            new Allowed("UploadReceiver", "monitor", "events of one upload; hands blocks to the pool and goes on"),
            new Allowed(
                    "InProcessLeases", "Lock.lock", "held to find the conflicts of one request, in memory; see there"),
            new Allowed(
                    "Once.get",
                    "monitor",
                    "a Supplier, and so taken for any other; only LocalEmbedder has one, in pools"),
            new Allowed(
                    "ChunkedCopy.closeHere", "FileChannel.close", "a file that was only read: no write to wait for"),
            new Allowed("ApiDocument.load", "Class.getResourceAsStream", "once at start, before the port is bound"),
            new Allowed("Builtins.icon", "Class.getResourceAsStream", "1 KB at start, before the port is bound"),
            new Allowed("Builtins.icon", "InputStream.readAllBytes", "1 KB at start, before the port is bound"));

    private record Allowed(String where, String what, String why) {
        boolean covers(Finding finding) {
            return what.equals(finding.what())
                    && (where.equals(finding.where()) || finding.where().startsWith(where + "."));
        }
    }

    @Test
    void nothingThatRunsOnAnEventLoopBlocks() {
        List<Finding> findings = LoopReach.findings(Bytecode.below(Path.of("target/classes")));

        assertThat(findings)
                .as("calls that may block an event loop")
                .filteredOn(finding -> REVIEWED.stream().noneMatch(allowed -> allowed.covers(finding)))
                .isEmpty();
        assertThat(REVIEWED)
                .as("reviewed calls that are not there any more")
                .filteredOn(allowed -> findings.stream().noneMatch(allowed::covers))
                .isEmpty();
    }

    @Test
    void findsEveryMistakeThatWasPlantedAndNothingElse() {
        List<Finding> findings =
                LoopReach.findings(Bytecode.below(Path.of("target/test-classes/io/knarr/architecture/planted")));

        assertThat(findings)
                .extracting(finding -> finding.where() + " " + finding.what())
                .containsExactlyInAnyOrder(
                        "Mistakes.touchesAFile Files.exists",
                        "Mistakes.sleep Thread.sleep",
                        "Mistakes.lambda$inACallback$0 Files.size",
                        "Mistakes.byReference File.length",
                        "Mistakes$SlowStore.has Files.exists",
                        "Mistakes.lambda$throughALambdaOfOurs$0 CountDownLatch.await",
                        "Mistakes$Late.<clinit> Files.exists",
                        "Mistakes.waitsForALock Lock.lock",
                        "Mistakes.waitsForAMonitor monitor",
                        "Mistakes.callsWhatAPoolShould Callable.call");
    }

    @Test
    void theWayToAMistakeIsTold() {
        List<Finding> findings =
                LoopReach.findings(Bytecode.below(Path.of("target/test-classes/io/knarr/architecture/planted")));

        assertThat(findings)
                .filteredOn(finding -> finding.what().equals("Thread.sleep"))
                .extracting(Finding::way)
                .containsAnyOf(
                        "Mistakes.sleep < Mistakes.throughAMethod",
                        "Mistakes.sleep < Mistakes$Sleeper.handle < Mistakes.inAHandler");
    }
}
