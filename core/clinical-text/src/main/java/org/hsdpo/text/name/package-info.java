/**
 * Names that stand in no dictionary, found by a model that learnt from examples (OpenNLP name finder, maximum entropy). The
 * dictionaries come first: a name is looked for only in words that they leave over. What is found has no code and is for
 * review; nothing is computed from it.
 */
package org.hsdpo.text.name;
