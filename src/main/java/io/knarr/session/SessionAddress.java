package io.knarr.session;

import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.knarr.uri.VikingUri;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Where a session is kept, and what it may be called (sessions 2). */
public final class SessionAddress {
    static final String MESSAGES = "messages.jsonl";
    static final String META = ".meta.json";
    static final String HISTORY = "history";
    static final String TOOL_RESULTS = "tool-results";
    static final String USED = ".used.json";

    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*");
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private SessionAddress() {}

    /** {@code viking://user/<user>/sessions}. */
    public static VikingUri all(Caller caller) {
        return caller.home().child("sessions");
    }

    /** @throws Fault {@code PERMISSION_DENIED} for an id that leads elsewhere */
    public static VikingUri of(Caller caller, String id) {
        List<String> segments = List.of(id.split("/", -1));
        boolean unsafe = id.contains("\\")
                || DRIVE.matcher(id).matches()
                || segments.stream().anyMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
        if (unsafe) {
            throw Fault.denied("This is not a safe session id: " + id, id);
        }
        return all(caller).resolve(id);
    }

    public static VikingUri history(VikingUri session) {
        return session.child(HISTORY);
    }

    static String archiveName(int number) {
        return String.format(java.util.Locale.ROOT, "archive_%03d", number);
    }

    static VikingUri archive(VikingUri session, int number) {
        return history(session).child(archiveName(number));
    }

    /** The number of an archive, 0 for another name. */
    public static int archiveNumber(String name) {
        return name.matches("archive_\\d{3,9}") ? Integer.parseInt(name.substring("archive_".length())) : 0;
    }

    static String newId(Instant now, RandomGenerator random) {
        return MOMENT.format(now) + "-" + HexFormat.of().toHexDigits(random.nextLong());
    }

    static String newMessageId(RandomGenerator random) {
        HexFormat hex = HexFormat.of();
        return "msg_" + hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }
}
