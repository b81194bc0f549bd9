package io.knarr.skills;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Makes a skill out of the description of an MCP tool (core 7.1). Pure. */
final class McpTool {
    private McpTool() {}

    static Draft skill(JsonObject tool) {
        String toolName = SkillData.text(tool, "name");
        String name = toolName.isEmpty() ? "unnamed-tool" : toolName.replace('_', '-');
        String description = SkillData.text(tool, "description");
        StringBuilder body = new StringBuilder("# " + name + "\n");
        if (!description.isEmpty()) {
            body.append('\n').append(description).append('\n');
        }
        parameters(tool.getValue("inputSchema"), body);
        body.append("\n## Usage\n\nThis is a tool of an MCP server. Call it as `")
                .append(toolName.isEmpty() ? name : toolName)
                .append("` with the parameters above; give every required one.\n");
        return new Draft(
                Draft.Form.OBJECT,
                name,
                description,
                Optional.empty(),
                List.of(),
                List.of(),
                "",
                body.toString().strip());
    }

    private static void parameters(Object inputSchema, StringBuilder body) {
        if (!(inputSchema instanceof JsonObject schema)
                || !(schema.getValue("properties") instanceof JsonObject properties)
                || properties.isEmpty()) {
            return;
        }
        JsonArray required = schema.getValue("required") instanceof JsonArray names ? names : new JsonArray();
        body.append("\n## Parameters\n\n");
        properties.forEach(property -> body.append("- **")
                .append(property.getKey())
                .append("** (")
                .append(of(property.getValue(), "type", "any"))
                .append(") (")
                .append(required.contains(property.getKey()) ? "required" : "optional")
                .append("): ")
                .append(of(property.getValue(), "description", ""))
                .append('\n'));
    }

    private static String of(Object property, String field, String otherwise) {
        return property instanceof JsonObject object && object.getValue(field) instanceof String text
                ? text
                : otherwise;
    }
}
