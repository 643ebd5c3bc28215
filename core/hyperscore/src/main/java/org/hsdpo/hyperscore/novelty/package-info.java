/**
 * The third engine: how far a regimen departs from what is done for patients like this one, and whether the departure is
 * borne out. Practice is a vector index (Lucene HNSW) over a synthetic reference population.
 */
package org.hsdpo.hyperscore.novelty;
