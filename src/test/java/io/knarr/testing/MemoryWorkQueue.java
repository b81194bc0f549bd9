package io.knarr.testing;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.uri.VikingUri;
import io.knarr.work.ErrorText;
import io.knarr.work.GroupProgress;
import io.knarr.work.Job;
import io.knarr.work.NewJob;
import io.knarr.work.Queue;
import io.knarr.work.QueueCounts;
import io.knarr.work.WorkQueue;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Jobs in memory, plainly: every call looks at all of them. Passes {@code WorkQueueContract}. */
public final class MemoryWorkQueue implements WorkQueue {
    /** The group of those who named none. */
    private static final String NOBODY = "";

    private final Clock clock;
    private final Map<Long, Row> rows = new TreeMap<>();
    private final Map<Queue, Tally> everEnded = new EnumMap<>(Queue.class);
    private final Map<String, Map<Queue, Tally>> groupEnded = new HashMap<>();
    private final Map<Queue, String> lastServed = new EnumMap<>(Queue.class);
    private final List<Runnable> hints = new CopyOnWriteArrayList<>();
    private long lastId;

    public MemoryWorkQueue(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Future<List<Long>> enqueue(AccountId account, List<NewJob> jobs, Hold hold) {
        return hinting(() -> jobs.stream()
                .map(job -> add(account, job, named(job.groups()), hold))
                .toList());
    }

    @Override
    public Future<Void> release(List<Long> ids) {
        return hinting(() -> {
            held(ids).forEach(row -> makeWaiting(row, clock.millis(), true));
            return null;
        });
    }

    @Override
    public Future<List<Job>> claim(Queue queue, String worker, int max, Duration lease) {
        return inTurn(() -> {
            expired(queue).forEach(row -> makeWaiting(row, row.due, false));
            Map<String, List<Row>> byAccount = new TreeMap<>();
            rows.values().stream()
                    .filter(row -> row.queue == queue && claimable(row))
                    .sorted(Comparator.comparingLong((Row row) -> row.due).thenComparingLong(row -> row.id))
                    .forEach(row -> byAccount
                            .computeIfAbsent(row.account.id(), _ -> new ArrayList<>())
                            .add(row));
            List<Row> claimed = inRotation(queue, byAccount, max);
            return claimed.stream()
                    .map(row -> row.claim(clock.millis() + lease.toMillis()))
                    .toList();
        });
    }

    private List<Row> inRotation(Queue queue, Map<String, List<Row>> byAccount, int max) {
        String last = lastServed.getOrDefault(queue, "");
        List<String> accounts = Stream.concat(
                        byAccount.keySet().stream().filter(name -> name.compareTo(last) > 0),
                        byAccount.keySet().stream().filter(name -> name.compareTo(last) <= 0))
                .toList();
        List<Row> taken = new ArrayList<>();
        for (int round = 0; taken.size() < max; round++) {
            int before = taken.size();
            for (String account : accounts) {
                List<Row> own = byAccount.getOrDefault(account, List.of());
                if (round < own.size() && taken.size() < max) {
                    taken.add(own.get(round));
                    lastServed.put(queue, account);
                }
            }
            if (taken.size() == before) {
                break;
            }
        }
        return taken;
    }

    @Override
    public Future<List<Long>> renew(List<Job> jobs, Duration lease) {
        return inTurn(() -> {
            List<Long> held = new ArrayList<>();
            for (Job job : jobs) {
                find(job).ifPresent(row -> {
                    row.leaseUntil = clock.millis() + lease.toMillis();
                    held.add(row.id);
                });
            }
            return held;
        });
    }

    @Override
    public Future<Void> complete(List<Job> jobs, List<NewJob> next) {
        return hinting(() -> {
            List<Row> ended = jobs.stream().map(this::held).toList();
            Set<AccountId> accounts =
                    new TreeSet<>(jobs.stream().map(Job::account).toList());
            if (!next.isEmpty() && accounts.size() != 1) {
                throw Fault.invalid("what follows needs jobs of one account");
            }
            Set<String> inherited = new TreeSet<>();
            for (Row row : ended) {
                count(row, tally -> tally.processed++);
                inherited.addAll(row.groups);
                rows.remove(row.id);
            }
            for (NewJob job : next) {
                Set<String> groups = new TreeSet<>(inherited);
                groups.addAll(job.groups());
                long _ = add(accounts.iterator().next(), job, groups, Hold.READY);
            }
            return null;
        });
    }

    @Override
    public Future<Void> fail(Job job, String error, Optional<Instant> retryAt) {
        return hinting(() -> {
            Row row = held(job);
            if (retryAt.isPresent()) {
                count(row, tally -> tally.requeued++);
                makeWaiting(row, retryAt.get().toEpochMilli(), false);
                return null;
            }
            count(row, tally -> tally.fail(ErrorText.ofJob(error)));
            row.groups.clear();
            row.attempt = 0;
            if (twin(row).isPresent()) {
                makeWaiting(row, clock.millis(), false);
            } else {
                row.state = State.DEAD;
            }
            return null;
        });
    }

    @Override
    public Future<Void> postpone(Job job, Instant until) {
        return hinting(() -> {
            Row row = held(job);
            count(row, tally -> tally.requeued++);
            row.attempt--;
            makeWaiting(row, until.toEpochMilli(), false);
            return null;
        });
    }

    @Override
    public Future<Map<Queue, QueueCounts>> counts() {
        return inTurn(() -> {
            Map<Queue, QueueCounts> counts = new EnumMap<>(Queue.class);
            for (Queue queue : Queue.values()) {
                Tally ended = everEnded.getOrDefault(queue, new Tally());
                counts.put(
                        queue,
                        new QueueCounts(
                                number(queue, State.WAITING) + number(queue, State.HELD),
                                number(queue, State.RUNNING),
                                number(queue, State.DEAD),
                                ended.processed,
                                ended.requeued,
                                ended.errors));
            }
            return counts;
        });
    }

    @Override
    public Future<GroupProgress> progress(String group) {
        return inTurn(() -> {
            long outstanding = rows.values().stream()
                    .filter(row -> row.groups.contains(group) && !group.equals(NOBODY))
                    .count();
            Map<Queue, GroupProgress.Ended> ended = new EnumMap<>(Queue.class);
            groupEnded.getOrDefault(group, Map.of()).forEach((queue, tally) -> ended.put(queue, tally.ended()));
            return new GroupProgress(outstanding, ended);
        });
    }

    @Override
    public Future<Integer> withdraw(String group) {
        return hinting(() -> {
            int before = rows.size();
            rows.values().removeIf(row -> row.state == State.WAITING && row.groups.equals(named(List.of(group))));
            return before - rows.size();
        });
    }

    @Override
    public void onReady(Runnable hint) {
        hints.add(hint);
    }

    private static Set<String> named(List<String> groups) {
        return groups.isEmpty() ? Set.of(NOBODY) : new TreeSet<>(groups);
    }

    private long add(AccountId account, NewJob job, Set<String> groups, Hold hold) {
        Row row =
                new Row(++lastId, account, job.queue(), job.key(), job.payload().copy());
        row.groups.addAll(groups);
        rows.put(row.id, row);
        return hold == Hold.HELD ? row.id : makeWaiting(row, clock.millis(), true);
    }

    private long makeWaiting(Row row, long due, boolean isLater) {
        Optional<Row> twin = twin(row);
        if (twin.isEmpty()) {
            row.state = State.WAITING;
            row.due = due;
            return row.id;
        }
        Row into = twin.get();
        boolean dead = into.state == State.DEAD;
        into.payload =
                isLater ? into.payload.mergeIn(row.payload) : row.payload.copy().mergeIn(into.payload);
        into.due = dead ? due : Math.min(into.due, due);
        into.attempt = dead ? row.attempt : Math.max(into.attempt, row.attempt);
        into.groups.addAll(row.groups);
        into.state = State.WAITING;
        rows.remove(row.id);
        return into.id;
    }

    private Optional<Row> twin(Row row) {
        return rows.values().stream()
                .filter(other ->
                        other != row && other.isAbout(row) && (other.is(State.WAITING) || other.is(State.DEAD)))
                .findFirst();
    }

    private boolean claimable(Row row) {
        return row.is(State.WAITING)
                && row.due <= clock.millis()
                && rows.values().stream().noneMatch(other -> blocks(other, row));
    }

    private static boolean blocks(Row other, Row row) {
        return other.isAbout(row)
                ? other.is(State.RUNNING)
                : row.queue == Queue.SEMANTIC
                        && other.queue == Queue.SEMANTIC
                        && other.account.equals(row.account)
                        && !other.is(State.DEAD)
                        && row.key.contains(other.key);
    }

    private List<Row> held(Collection<Long> ids) {
        return rows.values().stream()
                .filter(row -> row.is(State.HELD) && ids.contains(row.id))
                .toList();
    }

    private List<Row> expired(Queue queue) {
        return rows.values().stream()
                .filter(row -> row.queue == queue && row.is(State.RUNNING) && row.leaseUntil <= clock.millis())
                .toList();
    }

    private Optional<Row> find(Job job) {
        return Optional.ofNullable(rows.get(job.id())).filter(row -> row.is(State.RUNNING) && row.token == job.token());
    }

    private Row held(Job job) {
        return find(job).orElseThrow(() -> new Fault(Code.ABORTED, "the claim on job " + job.id() + " is lost"));
    }

    private long number(Queue queue, State state) {
        return rows.values().stream()
                .filter(row -> row.queue == queue && row.is(state))
                .count();
    }

    private void count(Row row, Consumer<Tally> what) {
        what.accept(everEnded.computeIfAbsent(row.queue, _ -> new Tally()));
        for (String group : row.groups) {
            what.accept(groupEnded
                    .computeIfAbsent(group, _ -> new EnumMap<>(Queue.class))
                    .computeIfAbsent(row.queue, _ -> new Tally()));
        }
    }

    private synchronized <T> Future<T> inTurn(Callable<T> step) {
        try {
            return Future.succeededFuture(step.call());
        } catch (Exception failure) {
            return Future.failedFuture(failure);
        }
    }

    private <T> Future<T> hinting(Callable<T> step) {
        Future<T> done = inTurn(step);
        if (done.succeeded()) {
            hints.forEach(Runnable::run);
        }
        return done;
    }

    private enum State {
        WAITING,
        HELD,
        RUNNING,
        DEAD
    }

    private static final class Row {
        final long id;
        final AccountId account;
        final Queue queue;
        final VikingUri key;
        final Set<String> groups = new TreeSet<>();
        JsonObject payload;
        State state = State.HELD;
        long due;
        long leaseUntil;
        int attempt;
        long token;

        Row(long id, AccountId account, Queue queue, VikingUri key, JsonObject payload) {
            this.id = id;
            this.account = account;
            this.queue = queue;
            this.key = key;
            this.payload = payload;
        }

        boolean is(State wanted) {
            return state == wanted;
        }

        boolean isAbout(Row other) {
            return account.equals(other.account) && queue == other.queue && key.equals(other.key);
        }

        Job claim(long until) {
            state = State.RUNNING;
            leaseUntil = until;
            attempt++;
            token++;
            List<String> named =
                    groups.stream().filter(group -> !group.equals(NOBODY)).toList();
            return new Job(id, account, queue, key, payload.copy(), named, attempt, token);
        }
    }

    private static final class Tally {
        long processed;
        long requeued;
        long errors;
        final List<String> messages = new ArrayList<>();

        void fail(String message) {
            errors++;
            if (messages.size() < MAX_GROUP_ERRORS) {
                messages.add(message);
            }
        }

        GroupProgress.Ended ended() {
            return new GroupProgress.Ended(processed, requeued, errors, messages);
        }
    }
}
