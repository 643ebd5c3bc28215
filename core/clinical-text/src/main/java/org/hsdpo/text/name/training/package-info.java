/**
 * How the recogniser of names is made: sentences drawn from a grammar ({@code corpus.yaml}) with one seed, and a model trained
 * on them, the same to the byte each time.
 */
package org.hsdpo.text.name.training;
