package io.knarr.session;

import io.knarr.context.Tokens;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** One piece of a message (sessions 4.3). */
public sealed interface Part {
    /** What counts of it towards budgets. */
    String counted();

    /** Words. */
    record Text(String text) implements Part {
        @Override
        public String counted() {
            return text;
        }
    }

    /**
     * Something the agent was shown.
     *
     * @param contextType {@code memory}, {@code resource} or {@code skill}
     */
    record Context(String uri, String contextType, String summary) implements Part {
        @Override
        public String counted() {
            return summary;
        }
    }

    /** Counts nothing. */
    record Image(String url, Optional<String> detail) implements Part {
        @Override
        public String counted() {
            return "";
        }
    }

    /**
     * A tool call and, once there is one, its result.
     *
     * @param fields as they are stored, without {@code type}: {@code tool_id}, {@code tool_name}, {@code tool_uri}, {@code
     *     skill_uri}, {@code tool_status}, and what else is known; never changed
     */
    record Tool(JsonObject fields) implements Part {
        public Tool {
            fields = fields.copy();
        }

        @Override
        public JsonObject fields() {
            return fields.copy();
        }

        public String id() {
            return fields.getString("tool_id", "");
        }

        public String name() {
            return fields.getString("tool_name", "");
        }

        public String output() {
            return fields.getString("tool_output", "");
        }

        public String status() {
            return fields.getString("tool_status", "pending");
        }

        public Tool with(String key, Object value) {
            return new Tool(fields.copy().put(key, value));
        }

        @Override
        public String counted() {
            Object input = fields.getValue("tool_input");
            return id() + name() + (input == null ? "" : PartJson.spaced(input)) + output();
        }
    }

    default int tokens() {
        return Tokens.estimate(counted());
    }
}
