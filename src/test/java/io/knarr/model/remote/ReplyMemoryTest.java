package io.knarr.model.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.fault.Outlook;
import io.knarr.observe.Meters;
import io.knarr.testing.Await;
import io.knarr.testing.DirectPool;
import io.knarr.testing.FakeProvider;
import io.knarr.testing.Manner;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A provider cannot send a server out of memory. */
class ReplyMemoryTest {
    private final Vertx vertx = Vertx.vertx();
    private final FakeProvider fake = FakeProvider.start(vertx);

    @AfterEach
    void close() {
        fake.close();
        Void _ = Await.of(vertx.close());
    }

    @Test
    void givesWhatIsThereAndNoMore() {
        ReplyMemory memory = new ReplyMemory(100);

        assertThat(memory.take(60)).isTrue();
        assertThat(memory.take(60)).isFalse();
        assertThat(memory.take(40)).isTrue();
        memory.give(100);
        assertThat(memory.taken()).isZero();
    }

    @Test
    void callsThatDoNotFitBesideOthersFailAndLeaveNothingBehind() {
        ReplyMemory memory = new ReplyMemory(20_000);
        RemoteEmbedder embedder = new RemoteEmbedder(
                Given.around(vertx, Meters.NONE, new DirectPool(), memory),
                Given.embedding(Given.limits(0, Given.LONG), Given.credential("openai", "m", fake.address())));
        fake.always(new Manner.Endless());

        List<Future<float[]>> asked = IntStream.range(0, 2)
                .mapToObj(i -> embedder.embedQuery("question " + i, Deadline.none()))
                .toList();

        for (Future<float[]> one : asked) {
            Fault fault = Await.faultOf(one);
            assertThat(fault.code()).isEqualTo(Code.UNAVAILABLE);
            assertThat(fault).hasMessageContaining("memory");
            assertThat(fault.outlook()).contains(Outlook.RETRY);
        }
        assertThat(memory.taken()).isZero();
        fake.always(Manner.well());
        assertThat(Await.of(embedder.embedQuery("again", Deadline.none()))).isNotEmpty();
        Void _ = Await.of(embedder.close());
    }
}
