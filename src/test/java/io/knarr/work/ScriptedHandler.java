package io.knarr.work;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

/** Does what it was told per job, by the name of its key; writes down what it was asked. */
final class ScriptedHandler implements Handler {
    final List<String> events = new CopyOnWriteArrayList<>();
    private final Map<String, Function<Job, Future<List<NewJob>>>> scripts = new ConcurrentHashMap<>();
    private volatile Supplier<Future<Void>> settling = Future::succeededFuture;
    private volatile Supplier<Future<Void>> givingUp = Future::succeededFuture;

    /** Jobs whose key ends in this name; others succeed and nothing follows. */
    void on(String name, Function<Job, Future<List<NewJob>>> script) {
        scripts.put(name, script);
    }

    /** How often a job was handed over. */
    long handled() {
        return events.stream().filter(event -> event.startsWith("handle ")).count();
    }

    void settling(Supplier<Future<Void>> script) {
        settling = script;
    }

    void givingUp(Supplier<Future<Void>> script) {
        givingUp = script;
    }

    @Override
    public Future<List<NewJob>> handle(Job job) {
        events.add("handle " + job.key().name() + " " + job.attempt());
        return scripts.getOrDefault(job.key().name(), _ -> Future.succeededFuture(List.of()))
                .apply(job);
    }

    @Override
    public Future<Void> settle() {
        events.add("settle");
        return settling.get();
    }

    @Override
    public Future<Void> gaveUp(Job job, Throwable cause) {
        events.add("gave up " + job.key().name());
        return givingUp.get();
    }
}
