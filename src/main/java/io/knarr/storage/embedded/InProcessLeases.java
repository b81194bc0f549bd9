package io.knarr.storage.embedded;

import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.observe.Meters;
import io.knarr.tree.PathLeases;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Leases among the callers of one process.
 *
 * <p>A request waits for exactly those before it, granted or still waiting, that it conflicts with. When the last of them is
 * gone, released or out of patience, it is granted. So nobody is overtaken, nobody starves, and a request that conflicts
 * with none is granted at once.
 *
 * <p>Any thread. The bookkeeping is done under one lock, held for as long as it takes to find the conflicts of one request:
 * a look at each address above its claims and at each claimed one below. Nothing is waited for under it, and futures
 * complete outside of it.
 */
public final class InProcessLeases implements PathLeases {
    private final Vertx vertx;
    private final Lock lock = new ReentrantLock();
    private final Map<AccountId, ClaimedPaths> claimed = new HashMap<>();
    private final Meters meters;
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();

    /** @param meters told of {@code lock.active}, {@code lock.waiting} and {@code lock.conflicts} */
    public InProcessLeases(Vertx vertx, Meters meters) {
        this.vertx = vertx;
        this.meters = meters;
        meters.gauge("lock.active", held::get);
        meters.gauge("lock.waiting", waiting::get);
    }

    @Override
    public Future<Lease> acquire(AccountId account, List<Claim> claims, Duration patience) {
        LeaseRequest request = new LeaseRequest(claims);
        lock.lock();
        try {
            ClaimedPaths paths = claimed.computeIfAbsent(account, _ -> new ClaimedPaths());
            Optional<VikingUri> busy = paths.queueUp(request);
            if (busy.isPresent() && !patience.isPositive()) {
                List<LeaseRequest> _ = request.leave();
                meters.count("lock.conflicts", 1);
                return Future.failedFuture(Fault.pathBusy(busy.get().toString()));
            }
            paths.add(request);
            if (request.grantIfFree()) {
                held.incrementAndGet();
                return Future.succeededFuture(() -> release(account, request));
            }
            waiting.incrementAndGet();
            VikingUri path = busy.orElseThrow();
            long timer = vertx.setTimer(Math.max(1, patience.toMillis()), _ -> giveUp(account, request, path));
            request.onGrant(() -> {
                boolean _ = vertx.cancelTimer(timer);
                request.answer().complete(() -> release(account, request));
            });
            return request.answer().future();
        } finally {
            lock.unlock();
        }
    }

    private void giveUp(AccountId account, LeaseRequest request, VikingUri path) {
        if (left(account, request, request::isWaiting, waiting)) {
            meters.count("lock.conflicts", 1);
            request.tell(() -> request.answer().fail(Fault.pathBusy(path.toString())));
        }
    }

    private void release(AccountId account, LeaseRequest request) {
        boolean _ = left(account, request, request::isGranted, held);
    }

    /** False when it is gone already, or came to be granted while its patience ended. */
    private boolean left(AccountId account, LeaseRequest request, BooleanSupplier condition, AtomicInteger counted) {
        List<LeaseRequest> granted;
        lock.lock();
        try {
            if (!condition.getAsBoolean()) {
                return false;
            }
            granted = request.leave();
            counted.decrementAndGet();
            waiting.addAndGet(-granted.size());
            held.addAndGet(granted.size());
            ClaimedPaths paths = claimed.computeIfAbsent(account, _ -> new ClaimedPaths());
            paths.remove(request);
            if (paths.isEmpty()) {
                claimed.remove(account);
            }
        } finally {
            lock.unlock();
        }
        granted.forEach(LeaseRequest::tellGranted);
        return true;
    }

    @Override
    public Future<Boolean> isLeased(AccountId account, VikingUri uri) {
        lock.lock();
        try {
            ClaimedPaths paths = claimed.get(account);
            return Future.succeededFuture(paths != null && paths.isLeased(uri));
        } finally {
            lock.unlock();
        }
    }
}
