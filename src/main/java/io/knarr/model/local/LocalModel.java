package io.knarr.model.local;

/**
 * An embedding model on the class path.
 *
 * @param name as stored with an index
 * @param network resource with the ONNX graph; its first output is one vector per token, and that of the first token is the
 *     text’s (CLS pooling)
 * @param tokenizer resource with the {@code tokenizer.json}
 * @param dimensions values of a vector
 * @param maxTokens how much the model sees, the first and last token included
 * @param queryPrefix what the model was trained to read before a question, and only there
 */
record LocalModel(String name, String network, String tokenizer, int dimensions, int maxTokens, String queryPrefix) {

    /** BAAI’s bge-small-en-v1.5 (MIT), quantised to 8 bits; prefix and pooling from its model card. */
    static final LocalModel BGE_SMALL_EN = new LocalModel(
            "bge-small-en-v1.5-q",
            "/bge-small-en-v1.5-q.onnx",
            "/bge-small-en-v1.5-q-tokenizer.json",
            384,
            512,
            "Represent this sentence for searching relevant passages: ");
}
