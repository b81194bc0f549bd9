package io.knarr.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.knarr.runtime.PortProbe.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PortProbeTest {
    private static final String HOST = "127.0.0.1";

    private static Answer askServerThatSays(String body) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/health", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        try {
            return PortProbe.ask(HOST, server.getAddress().getPort());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void knowsAServerOfThisKind() throws IOException {
        assertThat(askServerThatSays("{\"status\":\"ok\",\"healthy\":true,\"version\":\"0.9\"}"))
                .isEqualTo(new Answer.Context("0.9"));
    }

    @Test
    void tellsOthersApart() throws IOException {
        assertThat(askServerThatSays("<html>")).isEqualTo(new Answer.Other());
        assertThat(askServerThatSays("{}")).isEqualTo(new Answer.Other());
    }

    @Test
    void aPortWhereNobodyListensIsFree() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        assertThat(PortProbe.ask(HOST, port)).isEqualTo(new Answer.Nobody());
    }

    @Test
    void aServerThatSaysNothingIsAnother() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(PortProbe.ask(HOST, silent.getLocalPort())).isEqualTo(new Answer.Other());
        }
    }

    @Test
    void explainsAnAddressThatIsNotOfThisMachine() {
        assertThat(PortProbe.explain("192.0.2.1", 1933, new IOException("Cannot assign requested address")))
                .contains("port 1933 of 192.0.2.1", "Cannot assign", "--host");
    }
}
