package io.knarr.wire;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import java.util.List;
import java.util.Map;

/** A request that the document does not allow. Surfaces answer it in style C. */
public final class InvalidRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<ValidationError> errors;

    InvalidRequest(List<ValidationError> errors) {
        super(errors.getFirst().message(), null, false, false);
        this.errors = List.copyOf(errors);
    }

    /** The one error there is. */
    public static InvalidRequest of(String type, String message, String... loc) {
        return new InvalidRequest(List.of(new ValidationError(List.of(loc), message, type)));
    }

    /** In the order of the document, at least one. */
    public List<ValidationError> errors() {
        return errors;
    }

    /** As the contract words it: the message names the first error, the details hold all. */
    public Fault fault() {
        ValidationError first = errors.getFirst();
        String where = String.join(".", first.loc());
        return new Fault(
                Code.INVALID_ARGUMENT,
                "Invalid request parameters: " + where + ": " + first.message(),
                Map.of(
                        "validation_errors",
                        errors.stream().map(ValidationError::asMap).toList()));
    }
}
