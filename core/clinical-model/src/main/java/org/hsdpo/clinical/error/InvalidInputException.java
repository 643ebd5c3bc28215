package org.hsdpo.clinical.error;

import java.util.List;
import java.util.stream.Collectors;

/** Input that is refused whole, with every violation found in it. */
public final class InvalidInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    public InvalidInputException(List<Violation> violations) {
        super(violations.stream()
                .map(violation -> violation.field() + ": " + violation.message())
                .collect(Collectors.joining("; ")));
        if (violations.isEmpty()) {
            throw new IllegalArgumentException("an InvalidInputException needs at least one violation");
        }
        this.violations = List.copyOf(violations);
    }

    public InvalidInputException(String field, String code, String message, String accepted) {
        this(List.of(new Violation(field, code, message, accepted)));
    }

    /** Every violation found, in the order of the input; at least one. */
    public List<Violation> violations() {
        return violations;
    }
}
