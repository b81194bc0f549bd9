package io.knarr.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The root key, as its digest: it can be compared, in the same time for any other key, and not be read. */
public final class RootKey {
    private final byte[] digest;

    /** @throws IllegalArgumentException for an empty key */
    public RootKey(String key) {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("an empty root key protects nothing");
        }
        this.digest = digest(key);
    }

    boolean matches(String key) {
        return MessageDigest.isEqual(digest, digest(key));
    }

    @Override
    public String toString() {
        return "***";
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
