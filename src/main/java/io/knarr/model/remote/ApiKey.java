package io.knarr.model.remote;

/** A provider’s key. It prints as {@code ***}, alone and in records that hold it. */
public final class ApiKey {
    private final String value;

    public ApiKey(String value) {
        this.value = value;
    }

    String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ApiKey key && value.equals(key.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
