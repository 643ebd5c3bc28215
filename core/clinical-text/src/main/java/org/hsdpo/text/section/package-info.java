/** Sections of a note and what their headings say of the facts under them. */
package org.hsdpo.text.section;
