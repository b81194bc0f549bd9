package io.knarr.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Connections without a client library that would hide what becomes of them. Each has asked /health once when opened. */
final class Sockets implements AutoCloseable {
    private static final byte[] HEALTH =
            "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int PATIENCE_MS = 30_000;
    private static final int AT_ONCE = 16;
    private static final String CLOSED = "closed";

    private final int port;
    private final List<One> all = new ArrayList<>();

    /** A connection and when it was last used. */
    private static final class One {
        private final Socket socket = new Socket();
        private volatile long used;

        /** @return false when the other side has closed it */
        boolean ask() throws IOException {
            socket.getOutputStream().write(HEALTH);
            byte[] answer = new byte[4096];
            int length = socket.getInputStream().read(answer);
            used = System.nanoTime();
            return length > 0;
        }
    }

    /** What is done with each connection. */
    private interface Step {
        void with(One one) throws IOException;
    }

    Sockets(int port) {
        this.port = port;
    }

    void open(int count) throws InterruptedException {
        List<One> more = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            more.add(new One());
        }
        all.addAll(more);
        each(AT_ONCE, one -> {
            one.socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
            one.socket.setSoTimeout(PATIENCE_MS);
            if (!one.ask()) {
                throw new IOException("closed at once");
            }
        });
    }

    /** Asks once more on each. */
    void again(Endings endings) throws InterruptedException {
        each(AT_ONCE, one -> {
            long asked = System.nanoTime();
            String ending;
            try {
                ending = one.ask() ? Endings.WELL : CLOSED;
            } catch (IOException reset) {
                ending = reset.getClass().getSimpleName();
            }
            endings.add(ending, System.nanoTime() - asked);
        });
    }

    /** Waits until the other side closes them: how long after their last use. */
    void awaitClose(Endings endings) throws InterruptedException {
        each(all.size(), one -> {
            String ending = CLOSED;
            try {
                int _ = one.socket.getInputStream().read();
            } catch (SocketTimeoutException open) {
                ending = "still open";
            } catch (IOException reset) {
                ending = reset.getClass().getSimpleName();
            }
            endings.add(ending, System.nanoTime() - one.used);
        });
    }

    /** Those that the other side has not closed. */
    int stillOpen() throws IOException {
        int open = 0;
        for (One one : all) {
            one.socket.setSoTimeout(1);
            try (InputStream input = one.socket.getInputStream()) {
                open += input.read() < 0 ? 0 : 1;
            } catch (SocketTimeoutException silent) {
                open++;
            }
        }
        return open;
    }

    private void each(int atOnce, Step step) throws InterruptedException {
        try (ExecutorService threads =
                Executors.newFixedThreadPool(atOnce, Thread.ofVirtual().factory())) {
            List<Callable<Boolean>> steps = new ArrayList<>();
            for (One one : all) {
                steps.add(() -> {
                    step.with(one);
                    return true;
                });
            }
            for (Future<Boolean> done : threads.invokeAll(steps)) {
                if (done.state() == Future.State.FAILED) {
                    throw new IllegalStateException(done.exceptionNow());
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (One one : all) {
            one.socket.close();
        }
    }
}
