package io.knarr.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownKeysTest {
    private final KnownKeys known = KnownKeys.load();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server.host",
                "server.temp_upload.ttl_seconds",
                "server.observability.logs.tls.insecure",
                "server.oidc",
                "server.oidc.issuer.deep",
                "storage.vectordb.cuvs.x",
                "embedding.hybrid.api_key",
                "query_planner.media.video_fps",
                "parsers.pdf.strategy",
                "pdf.strategy",
                "ingest",
                "encryption.api_key_hashing.enabled",
                "default_search_mode",
                "retrieval.hybrid"
            })
    void knowsWhatOpenVikingAccepts(String path) {
        assertThat(known.known(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"server.hosts", "vlmm", "embedding.dense.modell", "host", ""})
    void doesNotKnowTheRest(String path) {
        assertThat(known.known(path)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "server.worker, server.workers",
        "sever, server",
        "storage.worksapce, storage.workspace",
        "embedding.dense.modle, embedding.dense.model"
    })
    void findsWhatWasMeant(String written, String meant) {
        assertThat(known.nearest(written)).contains(meant);
    }

    @Test
    void guessesNothingForWhatResemblesNothing() {
        assertThat(known.nearest("zzzzzzzzzz")).isEmpty();
    }

    @Test
    void tellsUsedKeysFromOthers() {
        assertThat(known.used("server.port")).contains(Keys.PORT);
        assertThat(known.used("oauth.issuer")).isEmpty();
        assertThat(known.usedAtOrBelow("parsers")).isTrue();
        assertThat(known.usedAtOrBelow("oauth")).isFalse();
    }
}
