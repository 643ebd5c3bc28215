/**
 * Clinical notes to facts with character offsets. {@link org.hsdpo.text.ClinicalNoteParser} is the entry; the parts it
 * puts together have a package each.
 */
package org.hsdpo.text;
