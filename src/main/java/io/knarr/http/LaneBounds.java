package io.knarr.http;

/**
 * What one lane allows.
 *
 * @param running requests worked on at once, at least 1
 * @param waitingPerAccount requests of one account that wait for their turn, 0 for none
 */
public record LaneBounds(int running, int waitingPerAccount) {
    public LaneBounds {
        if (running < 1 || waitingPerAccount < 0) {
            throw new IllegalArgumentException("a lane lets at least one run: " + running + ", " + waitingPerAccount);
        }
    }
}
