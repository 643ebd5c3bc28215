/**
 * Variant files to pharmacogene results. A file is streamed line by line and only the lines at positions of the allele
 * definitions are kept; each position becomes a call or is missing; every pair of named alleles that explains the calls is
 * a possible diplotype; a phenotype is stated where all of them lead to the same one. Definitions, functions and phenotypes
 * are data, in one file a gene beside the code.
 */
package org.hsdpo.data.genome;
