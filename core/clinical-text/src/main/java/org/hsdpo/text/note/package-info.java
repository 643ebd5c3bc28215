/** What is found in a note: each finding with half-open UTF-16 offsets into the note as it was given. */
package org.hsdpo.text.note;
