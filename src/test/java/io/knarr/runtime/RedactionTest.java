package io.knarr.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
    private final Redaction redaction = new Redaction(List.of(new Secret("sesame"), new Secret("ab")));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "open sesame now | open *** now",
                "Authorization: Bearer abc.def-1 rest | Authorization: Bearer *** rest",
                "X-API-Key: k123 | X-API-Key: ***",
                "{'api_key':'sk-1','port':1} | {'api_key':'***','port':1}",
                "password=hunter2; next | password=***; next",
                "about ab and tokens | about ab and tokens"
            })
    void masks(String text, String masked) {
        assertThat(redaction.mask(text)).isEqualTo(masked);
    }
}
