package io.knarr.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.identity.AccountId;
import io.knarr.observe.LocalMeters;
import io.knarr.testing.Await;
import io.knarr.tree.PathLeases;
import io.knarr.tree.PathLeasesContract;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class InProcessLeasesTest extends PathLeasesContract {
    private static final AccountId ACCOUNT = new AccountId("acme");
    private static final List<PathLeases.Claim> CLAIM =
            List.of(PathLeases.Claim.subtree(VikingUri.of("resources", "a")));

    private final LocalMeters meters = new LocalMeters();

    @Override
    protected PathLeases open(Vertx vertx) {
        return new InProcessLeases(vertx, meters);
    }

    @Test
    void saysHowManyAreHeldAndHowManyWait() {
        Vertx vertx = Vertx.vertx();
        try {
            PathLeases leases = open(vertx);
            PathLeases.Lease first = Await.of(leases.acquire(ACCOUNT, CLAIM, Duration.ZERO));
            Future<PathLeases.Lease> second = leases.acquire(ACCOUNT, CLAIM, Duration.ofSeconds(30));
            expect(1, 1, 0);

            var _ = Await.faultOf(leases.acquire(ACCOUNT, CLAIM, Duration.ZERO));
            var _ = Await.faultOf(leases.acquire(ACCOUNT, CLAIM, Duration.ofMillis(1)));
            expect(1, 1, 2);

            first.release();
            first.release();
            expect(1, 0, 2);

            Await.of(second).release();
            expect(0, 0, 2);
        } finally {
            Void _ = Await.of(vertx.close());
        }
    }

    private void expect(int held, int waiting, int conflicts) {
        assertThat(List.of(meters.gauge("lock.active"), meters.gauge("lock.waiting"), meters.count("lock.conflicts")))
                .containsExactly((long) held, (long) waiting, (long) conflicts);
    }
}
