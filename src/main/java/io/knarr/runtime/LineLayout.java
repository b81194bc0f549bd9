package io.knarr.runtime;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.event.KeyValuePair;

/**
 * One event on one line, without secrets. The fields are {@code time}, {@code level}, {@code logger}, {@code msg}, what the
 * context and the event hold ({@code request_id=…}), and for a failure {@code error} and {@code trace}.
 */
final class LineLayout extends LayoutBase<ILoggingEvent> {
    /** How a line is written. */
    enum Form {
        KEY_VALUE,
        JSON
    }

    /** Frames of each failure; the cause is nearly always among the first. */
    private static final int FRAMES = 20;

    private static final Pattern PLAIN = Pattern.compile("[\\w.:/@+*#%-]+");

    private final Form form;
    private final Redaction redaction;

    LineLayout(Form form, Redaction redaction) {
        this.form = form;
        this.redaction = redaction;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("time", Instant.ofEpochMilli(event.getTimeStamp()).toString());
        fields.put("level", event.getLevel().toString());
        fields.put("logger", event.getLoggerName());
        fields.put("msg", event.getFormattedMessage());
        fields.putAll(event.getMDCPropertyMap());
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                fields.put(pair.key, String.valueOf(pair.value));
            }
        }
        IThrowableProxy failure = event.getThrowableProxy();
        if (failure != null) {
            fields.put("error", failure.getClassName() + ": " + failure.getMessage());
            fields.put("trace", trace(failure));
        }
        boolean json = form == Form.JSON;
        String line = fields.entrySet().stream()
                .map(field -> written(field.getKey(), redaction.mask(field.getValue())))
                .collect(Collectors.joining(json ? "," : " "));
        return json ? "{" + line + "}\n" : line + "\n";
    }

    private String written(String name, String value) {
        String quoted = "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + "\"";
        if (form == Form.JSON) {
            return "\"" + name + "\":" + quoted;
        }
        return name + "=" + (PLAIN.matcher(value).matches() ? value : quoted);
    }

    private static String trace(IThrowableProxy failure) {
        StringBuilder trace = new StringBuilder();
        for (IThrowableProxy each = failure; each != null; each = each.getCause()) {
            if (each != failure) {
                trace.append(" caused by ")
                        .append(each.getClassName())
                        .append(": ")
                        .append(each.getMessage());
            }
            StackTraceElementProxy[] frames = each.getStackTraceElementProxyArray();
            for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
                trace.append(i == 0 ? " at " : " < ").append(frames[i].getStackTraceElement());
            }
        }
        return trace.toString().strip();
    }
}
