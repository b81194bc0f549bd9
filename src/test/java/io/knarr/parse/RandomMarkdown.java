package io.knarr.parse;

import java.util.Random;

/** Markdown of all sorts, the same for the same seed. */
final class RandomMarkdown {
    private final Random random;
    private final StringBuilder text = new StringBuilder();
    private int words;

    RandomMarkdown(long seed) {
        this.random = new Random(seed);
    }

    String write() {
        if (random.nextInt(4) == 0) {
            text.append("---\ntitle: T").append(words++).append("\n# no heading\n---\n");
        }
        int blocks = random.nextInt(1, 200);
        for (int i = 0; i < blocks; i++) {
            block();
        }
        return random.nextInt(5) == 0 ? text.toString().replace("\n", "\r\n") : text.toString();
    }

    private void block() {
        switch (random.nextInt(14)) {
            case 0, 1, 2 -> line("#".repeat(random.nextInt(1, 7)) + " " + heading());
            case 3, 4, 5, 6 -> line(sentence(random.nextInt(1, 120)));
            case 7 -> line("```sh\n# not a heading " + word() + "\n\n" + sentence(20) + "\n```");
            case 8 -> line("<!-- open " + word() + "\n# hidden " + word() + "\n-->");
            case 9 -> line("- " + word() + "\n- " + word() + "\n\n    # indented " + word());
            case 10 -> line("text <!-- inside\n# hidden " + word() + "\nend --> " + word());
            case 11 -> line("汉字测试" + word() + "。".repeat(random.nextInt(1, 60)) + "\u4e2d".repeat(random.nextInt(400)));
            case 12 -> text.append("\n".repeat(random.nextInt(1, 40)));
            default -> line(word() + "x".repeat(random.nextInt(20) == 0 ? 9000 : 5));
        }
    }

    private void line(String line) {
        text.append(line).append(random.nextBoolean() ? "\n\n" : "\n");
    }

    private String heading() {
        return switch (random.nextInt(8)) {
            case 0 -> "Same";
            case 1 -> "same.md";
            case 2 -> "???";
            case 3 -> "第" + words++ + "章 概述";
            case 4 -> sentence(30);
            default -> "Part " + words++;
        };
    }

    private String sentence(int length) {
        StringBuilder sentence = new StringBuilder();
        for (int i = 0; i < length; i++) {
            sentence.append(word()).append(i % 17 == 16 ? "\n" : " ");
        }
        return sentence.toString().strip() + ".";
    }

    private String word() {
        return "w" + words++;
    }
}
