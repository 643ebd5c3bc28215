package org.hsdpo.clinical.drug;

import java.util.Locale;
import java.util.Set;

/**
 * Ingredients of glucose-lowering drugs outside the formulary (WHO ATC group A10). HSDPO does not dose them, but a
 * patient who takes one is not untreated.
 */
public final class GlucoseLoweringIngredients {
    private static final Set<String> INGREDIENTS = Set.of(
            "acarbose",
            "miglitol",
            "voglibose",
            "gliclazide",
            "glipizide",
            "glyburide",
            "glibenclamide",
            "gliquidone",
            "repaglinide",
            "nateglinide",
            "mitiglinide",
            "rosiglitazone",
            "saxagliptin",
            "linagliptin",
            "vildagliptin",
            "alogliptin",
            "canagliflozin",
            "dapagliflozin",
            "ertugliflozin",
            "exenatide",
            "dulaglutide",
            "lixisenatide",
            "tirzepatide",
            "insulin aspart",
            "insulin lispro",
            "insulin glulisine",
            "insulin human",
            "insulin human nph",
            "insulin detemir",
            "insulin degludec",
            "insulin premixed",
            "insulin");

    private GlucoseLoweringIngredients() {}

    /** Whether an ingredient lowers glucose and is outside the formulary. */
    public static boolean contains(String ingredient) {
        return INGREDIENTS.contains(ingredient.toLowerCase(Locale.ROOT));
    }

    /** All of them, in lower case. */
    public static Set<String> all() {
        return INGREDIENTS;
    }
}
