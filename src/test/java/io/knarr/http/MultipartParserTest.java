package io.knarr.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MultipartParserTest {
    @Test
    void findsThePartsHoweverTheyAreCut() {
        String body = """
                preamble
                --b
                Content-Disposition: form-data; name="a"


                --c
                -
                --b
                content-disposition: form-data; name="f"; filename="x"


                --b

                no head
                --b--
                epilogue --b""".replace("\n", "\r\n");
        List<String> whole = parse(body, List.of());

        assertThat(whole)
                .containsExactly(
                        "begin a Optional.empty",
                        "\r\n--c\r\n-",
                        "end",
                        "begin f Optional[x]",
                        "",
                        "end",
                        "begin  Optional.empty",
                        "no head",
                        "end");
        long seed = Long.getLong("test.seed", 42);
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<Integer> cuts = random.ints(random.nextInt(20), 0, body.length())
                    .sorted()
                    .boxed()
                    .toList();
            assertThat(parse(body, cuts))
                    .as("seed %d round %d cuts %s", seed, round, cuts)
                    .isEqualTo(whole);
        }
    }

    @Test
    void givesUpOnAHeadWithoutEnd() {
        assertThat(parse("--b\r\n" + "x".repeat(9000), List.of())).containsExactly("malformed");
    }

    @Test
    void readsNamesAsBrowsersAndToolsWriteThem() {
        assertThat(head("form-data; name=\"file\"; filename=\"a \\\"b\\\".txt\"")
                        .fileName())
                .contains("a \"b\".txt");
        assertThat(head("form-data; name=file; filename=plain.txt").fileName()).contains("plain.txt");
        assertThat(head("form-data; name=\"file\"; filename=\"x\"; filename*=UTF-8''na%C3%AFve")
                        .fileName())
                .contains("naïve");
        assertThat(head("form-data; name=\"file\"; filename=\"\"").fileName()).contains("");
    }

    @Test
    void readsBoundaries() {
        assertThat(MultipartHead.boundary("multipart/form-data; boundary=abc")).contains("abc");
        assertThat(MultipartHead.boundary("Multipart/Form-Data; charset=x; Boundary=\"a b\""))
                .contains("a b");
        assertThat(MultipartHead.boundary("multipart/form-data; boundary=" + "x".repeat(71)))
                .isNotEqualTo(Optional.of("x".repeat(71)));
        assertThat(MultipartHead.boundary("multipart/form-data")).isEmpty();
        assertThat(MultipartHead.boundary(null)).isEmpty();
    }

    private static MultipartHead head(String disposition) {
        return MultipartHead.of("Content-Type: text/plain\r\nContent-Disposition: " + disposition);
    }

    private static List<String> parse(String body, List<Integer> cuts) {
        List<String> events = new ArrayList<>();
        MultipartParser parser = new MultipartParser("b", new MultipartParser.Parts() {
            private final StringBuilder content = new StringBuilder();

            @Override
            public void begin(MultipartHead head) {
                events.add("begin " + head.name() + " " + head.fileName());
                content.setLength(0);
            }

            @Override
            public void data(Buffer chunk) {
                content.append(chunk);
            }

            @Override
            public void end() {
                events.add(content.toString());
                events.add("end");
            }

            @Override
            public void malformed() {
                events.add("malformed");
            }
        });
        int from = 0;
        for (int cut : cuts) {
            parser.push(Buffer.buffer(body.substring(from, cut)));
            from = cut;
        }
        parser.push(Buffer.buffer(body.substring(from)));
        return events;
    }
}
