package io.knarr.skills;

import io.knarr.fault.Fault;
import java.util.ArrayList;
import java.util.List;

/** {@code allowed-tools} written as one text (core 7.1): white space and commas divide it, but not inside brackets. */
final class AllowedTools {
    private AllowedTools() {}

    /** @throws Fault {@code INVALID_ARGUMENT} when the brackets do not pair up */
    static List<String> split(String written) {
        List<String> tools = new ArrayList<>();
        StringBuilder tool = new StringBuilder();
        int open = 0;
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            open += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (open < 0) {
                throw unbalanced(written);
            }
            if (open == 0 && (c == ',' || Character.isWhitespace(c))) {
                add(tools, tool);
            } else {
                tool.append(c);
            }
        }
        if (open > 0) {
            throw unbalanced(written);
        }
        add(tools, tool);
        return tools;
    }

    private static void add(List<String> tools, StringBuilder tool) {
        if (!tool.isEmpty()) {
            tools.add(tool.toString());
            tool.setLength(0);
        }
    }

    private static Fault unbalanced(String written) {
        return Fault.invalid("The brackets of allowed-tools do not pair up: " + written);
    }
}
