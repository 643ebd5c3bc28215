/**
 * The context of mentions: negated, possible, historical, hypothetical, of the family. The algorithm is NegEx/ConText
 * (Chapman 2001, Harkema 2009); the phrases are data in {@code context-triggers.yaml}.
 */
package org.hsdpo.text.context;
