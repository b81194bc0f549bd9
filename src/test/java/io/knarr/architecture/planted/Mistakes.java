package io.knarr.architecture.planted;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** Each method blocks the loop that it is called on, in a way of its own. */
@SuppressWarnings({"unused", "LockNotBeforeTry"})
final class Mistakes {
    private final Lock lock = new ReentrantLock();
    private final Store store = new SlowStore();

    private interface Store {
        boolean has(Path path);
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private static final class SlowStore implements Store {
        @Override
        public boolean has(Path path) {
            return Files.exists(path);
        }
    }

    private static final class Late {
        static final boolean THERE = Files.exists(Path.of("."));

        private Late() {}
    }

    private static final class Sleeper implements Handler<Void> {
        @Override
        public void handle(Void nothing) {
            sleep();
        }
    }

    Future<Boolean> touchesAFile(Path path) {
        return Future.succeededFuture(Files.exists(path));
    }

    Future<Void> throughAMethod() {
        sleep();
        return Future.succeededFuture();
    }

    private static void sleep() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    Future<Long> inACallback(Future<Path> path) {
        return path.map(found -> {
            try {
                return Files.size(found);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }

    Future<Long> byReference(Future<File> file) {
        return file.map(File::length);
    }

    Future<Boolean> throughAnInterface(Path path) {
        return Future.succeededFuture(store.has(path));
    }

    Future<Void> throughALambdaOfOurs(CountDownLatch latch) {
        return done(() -> latch.await());
    }

    private static Future<Void> done(Work work) {
        try {
            work.run();
            return Future.succeededFuture();
        } catch (InterruptedException interrupted) {
            return Future.failedFuture(interrupted);
        }
    }

    Future<Void> inAHandler(Future<Void> before) {
        return before.onSuccess(new Sleeper());
    }

    Future<Boolean> inAStaticPart() {
        return Future.succeededFuture(Late.THERE);
    }

    Future<Void> waitsForALock() {
        lock.lock();
        lock.unlock();
        return Future.succeededFuture();
    }

    synchronized Future<Void> waitsForAMonitor() {
        return Future.succeededFuture();
    }

    Future<String> callsWhatAPoolShould(Callable<String> task) throws Exception {
        return Future.succeededFuture(task.call());
    }
}
