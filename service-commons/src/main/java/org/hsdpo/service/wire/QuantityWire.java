package org.hsdpo.service.wire;

import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.quantity.Quantity;

/** Quantities on the wire. */
public final class QuantityWire {
    private QuantityWire() {}

    public static org.hsdpo.contracts.common.v1.Quantity toWire(Quantity quantity) {
        return org.hsdpo.contracts.common.v1.Quantity.newBuilder()
                .setValue(quantity.value())
                .setUnit(quantity.unit())
                .build();
    }

    /** @throws InvalidInputException where it is absent, has no unit or is not finite */
    public static Quantity fromWire(boolean present, org.hsdpo.contracts.common.v1.Quantity wire, String field) {
        if (!present) {
            throw new InvalidInputException(
                    field, "QUANTITY_MISSING", "the quantity is missing", "a value with a UCUM unit");
        }
        try {
            return Quantity.of(wire.getValue(), wire.getUnit());
        } catch (InvalidInputException e) {
            throw new InvalidInputException(e.violations().stream()
                    .map(violation -> new org.hsdpo.clinical.error.Violation(
                            field + "." + violation.field(),
                            violation.code(),
                            violation.message(),
                            violation.accepted()))
                    .toList());
        }
    }
}
