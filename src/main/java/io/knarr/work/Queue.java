package io.knarr.work;

/** The kinds of background work, by the names the contract shows. */
public enum Queue {
    /** Embeds a node and puts it into the index. Key: the node. */
    EMBEDDING("Embedding"),
    /** Refreshes the layers of a directory. Key: the directory. */
    SEMANTIC("Semantic"),
    EXTERNAL_PARSE("ExternalParse"),
    /** Brings a source in. Key: the target. */
    ADD_RESOURCE("AddResource"),
    SESSION_COMMIT("SessionCommit"),
    USER_DELETION("UserDeletion"),
    /** Plans what is to be indexed anew. Key: the address. */
    REINDEX("Reindex");

    private final String label;

    Queue(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
