package io.knarr.model.local;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;

/** A BERT-like embedding model run by ONNX Runtime, one text at a time, on the calling thread alone. */
final class OnnxEncoder implements TextEncoder {
    private final LocalModel model;
    private final WordPiece tokenizer;
    private final OrtEnvironment environment;
    private final OrtSession session;

    private OnnxEncoder(LocalModel model, WordPiece tokenizer, OrtEnvironment environment, OrtSession session) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.environment = environment;
        this.session = session;
    }

    /** Takes about half a second, most of it for the native library and the graph. */
    static OnnxEncoder load(LocalModel model, WordPiece tokenizer) {
        byte[] network = Resources.network(model);
        // Link errors: no native library for this platform, or no room in the temporary directory to unpack it.
        try {
            OnnxTelemetry.switchOff();
            OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            try (SessionOptions options = options()) {
                return new OnnxEncoder(model, tokenizer, environment, environment.createSession(network, options));
            }
        } catch (OrtException | LinkageError | IllegalStateException failure) {
            throw Resources.unavailable(model, failure);
        }
    }

    private static SessionOptions options() throws OrtException {
        SessionOptions options = new SessionOptions();
        options.setExecutionMode(ExecutionMode.SEQUENTIAL);
        options.setOptimizationLevel(OptLevel.ALL_OPT);
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }

    @Override
    public float[] encode(String text) {
        long[] ids = tokenizer.encode(text, model.maxTokens());
        long[] mask = new long[ids.length];
        Arrays.fill(mask, 1);
        try (OnnxTensor tokens = OnnxTensor.createTensor(environment, new long[][] {ids});
                OnnxTensor all = OnnxTensor.createTensor(environment, new long[][] {mask});
                OnnxTensor types = OnnxTensor.createTensor(environment, new long[][] {new long[ids.length]});
                OrtSession.Result result =
                        session.run(Map.of("input_ids", tokens, "attention_mask", all, "token_type_ids", types))) {
            return firstToken((OnnxTensor) result.get(0));
        } catch (OrtException failure) {
            throw new Fault(
                    Code.EMBEDDING_FAILED,
                    "The local embedding model failed on a text of " + ids.length + " tokens",
                    Map.of("model", model.name(), "provider", LocalEmbedder.PROVIDER),
                    failure);
        }
    }

    /** The vector of the first token, scaled to length 1. */
    private float[] firstToken(OnnxTensor perToken) {
        FloatBuffer values = perToken.getFloatBuffer();
        float[] vector = new float[model.dimensions()];
        values.get(vector);
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        double length = Math.sqrt(squares);
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (vector[i] / length);
        }
        return vector;
    }

    @Override
    public void free() {
        try {
            session.close();
        } catch (OrtException failure) {
            throw new Fault(Code.INTERNAL, "The local embedding model could not be freed", Map.of(), failure);
        }
    }
}
