/**
 * Abbreviations: expanded where the note defines them, where they have one reading, or where the words around them speak for
 * exactly one; else they are left as they stand, and no finding is made of them. Readings are data in
 * {@code abbreviations.yaml}.
 */
package org.hsdpo.text.abbreviation;
