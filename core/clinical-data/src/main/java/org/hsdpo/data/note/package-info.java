/** Statements that a parser found in a clinical note, turned into facts of lower confidence than coded entries. */
package org.hsdpo.data.note;
