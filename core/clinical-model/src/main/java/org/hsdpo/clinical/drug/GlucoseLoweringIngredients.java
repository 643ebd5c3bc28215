package org.hsdpo.clinical.drug;

import java.util.Locale;
import java.util.Set;

/**
 * Ingredients of glucose-lowering drugs outside the formulary: WHO ATC group A10, and drugs for diabetes of national
 * markets that the group does not list yet. HSDPO does not dose them, but a patient who takes one is not untreated.
 * Semaglutide by mouth is one of them: the formulary holds the weekly injection only, and the doses of the two are not
 * comparable.
 *
 * <p>Source: WHO ATC/DDD index 2025; for what it does not list the national product labels.
 */
public final class GlucoseLoweringIngredients {
    private static final Set<String> INGREDIENTS = Set.of(
            // alpha-glucosidase inhibitors
            "acarbose",
            "miglitol",
            "voglibose",
            // sulfonylureas and a sulfonamide
            "acetohexamide",
            "carbutamide",
            "chlorpropamide",
            "glibenclamide",
            "glibornuride",
            "gliclazide",
            "glipizide",
            "gliquidone",
            "glisoxepide",
            "glyburide",
            "glymidine",
            "metahexamide",
            "tolazamide",
            "tolbutamide",
            // biguanides
            "buformin",
            "phenformin",
            // glinides
            "mitiglinide",
            "nateglinide",
            "repaglinide",
            // thiazolidinediones and other PPAR agonists
            "chiglitazar",
            "lobeglitazone",
            "rosiglitazone",
            "saroglitazar",
            "troglitazone",
            // DPP-4 inhibitors
            "alogliptin",
            "anagliptin",
            "evogliptin",
            "gemigliptin",
            "gosogliptin",
            "linagliptin",
            "omarigliptin",
            "retagliptin",
            "saxagliptin",
            "teneligliptin",
            "trelagliptin",
            "vildagliptin",
            // SGLT2 inhibitors
            "bexagliflozin",
            "canagliflozin",
            "dapagliflozin",
            "enavogliflozin",
            "ertugliflozin",
            "henagliflozin",
            "ipragliflozin",
            "luseogliflozin",
            "sotagliflozin",
            "tofogliflozin",
            // GLP-1 receptor agonists
            "albiglutide",
            "beinaglutide",
            "dulaglutide",
            "exenatide",
            "lixisenatide",
            "loxenatide",
            "semaglutide oral",
            "tirzepatide",
            // others
            "benfluorex",
            "dorzagliatin",
            "imeglimin",
            "pramlintide",
            // insulins
            "insulin",
            "insulin aspart",
            "insulin degludec",
            "insulin detemir",
            "insulin glulisine",
            "insulin human",
            "insulin human inhaled",
            "insulin human nph",
            "insulin icodec",
            "insulin lispro",
            "insulin premixed");

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
