package io.knarr.model.remote;

import io.vertx.core.json.JsonObject;

/** One thing to be asked of whichever account answers. */
interface Question<T> {
    /** The request in the form of the account’s provider. */
    Post post(Credential credential);

    /** The longest answer that makes sense, unpacked: more is not read to its end, however much a provider sends. */
    int maxReplyBytes();

    /**
     * What the answer says; processor work, on a worker thread for long answers.
     *
     * @throws Unreadable when it is no answer
     * @throws ProviderFailure when it is a refusal dressed as success
     */
    Answered<T> read(Roster.Account account, JsonObject reply);

    /** A value and the tokens it cost, as far as the provider said. */
    record Answered<T>(T value, long promptTokens, long completionTokens) {}

    /** An answer that is none; the message says why, without a word of its content. */
    final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String why;

        Unreadable(String why) {
            super(why, null, false, false);
            this.why = why;
        }

        String why() {
            return why;
        }
    }
}
