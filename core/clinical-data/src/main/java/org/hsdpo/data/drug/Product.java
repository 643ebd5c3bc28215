package org.hsdpo.data.drug;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.drug.FormularyEntry;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.clinical.quantity.Ucum;

/**
 * A medicinal product as its name describes it.
 *
 * @param parts its active ingredients; one unless it is a combination product
 * @param asWritten the name the source gave
 */
public record Product(List<Part> parts, String asWritten) {
    public Product {
        parts = List.copyOf(parts);
        Objects.requireNonNull(asWritten, "asWritten");
    }

    /**
     * One active ingredient.
     *
     * @param ingredient in lower case without its salt, for example {@code metformin}
     * @param strength amount in one unit of the product ({@code 500 mg}) or its concentration ({@code 100 [iU]/mL});
     *     empty where the name does not say
     */
    public record Part(String ingredient, Optional<Quantity> strength) {
        public Part {
            Objects.requireNonNull(ingredient, "ingredient");
            Objects.requireNonNull(strength, "strength");
        }

        /**
         * Amount in one unit of the product, in {@code unit}; empty where the name states none and where it states a
         * concentration, for example of a pen.
         */
        public OptionalDouble perPiece(String unit) {
            return strength.filter(amount -> Ucum.isComparable(amount.unit(), unit))
                    .map(amount -> OptionalDouble.of(Ucum.convert(amount, unit).value()))
                    .orElse(OptionalDouble.empty());
        }

        /** The formulary drug this ingredient is, if it is one. */
        public Optional<Drug> drug() {
            return Formulary.shipped().byName(ingredient).map(FormularyEntry::id);
        }
    }
}
