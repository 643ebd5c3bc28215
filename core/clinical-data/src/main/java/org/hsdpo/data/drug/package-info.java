/**
 * Names and doses of drugs as records write them: product names in the style of RxNorm, brand names, combination
 * products, dose instructions. RxNorm itself is not shipped; the vocabulary is {@code vocabulary.yaml}.
 */
package org.hsdpo.data.drug;
