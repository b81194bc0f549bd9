package io.knarr.http;

import io.knarr.wire.Lane;
import java.util.EnumMap;
import java.util.Map;

/**
 * How much is taken on at once.
 *
 * @param mostInFlight requests of all lanes but {@code CONTROL} in the process, waiting ones included; 0: no bound
 * @param lanes bounds of every lane but {@code CONTROL}, which has none
 * @param bodyBytes large JSON bodies held in memory at once; at least the largest body allowed
 */
public record AdmissionSettings(int mostInFlight, Map<Lane, LaneBounds> lanes, long bodyBytes) {
    /** More than this many are not of one account, so that one alone cannot fill the process. */
    private static final int MOST_WAITING = 2048;

    private static final int MANY = 256;
    private static final int MOST_BULK = 512;

    public AdmissionSettings {
        lanes = Map.copyOf(lanes);
        if (lanes.size() != Lane.values().length - 1 || lanes.containsKey(Lane.CONTROL)) {
            throw new IllegalArgumentException("each lane but CONTROL needs bounds: " + lanes.keySet());
        }
    }

    /**
     * Bounds for a machine.
     *
     * @param searches at once: few where a search is work for this machine, many where it is waiting for another
     * @param scans at once: each keeps a core busy
     */
    public static AdmissionSettings of(int mostInFlight, int searches, int scans, long bodyBytes) {
        int waiting = mostInFlight == 0 ? MOST_WAITING : Math.min(MOST_WAITING, Math.max(1, mostInFlight / 2));
        return new AdmissionSettings(
                mostInFlight,
                new EnumMap<>(Map.of(
                        Lane.READ, new LaneBounds(MANY, waiting),
                        Lane.SEARCH, new LaneBounds(searches, waiting),
                        Lane.SCAN, new LaneBounds(scans, waiting),
                        Lane.WRITE, new LaneBounds(MANY, waiting),
                        Lane.BULK, new LaneBounds(MOST_BULK, waiting))),
                bodyBytes);
    }
}
