/** Lexemes of clinical text and the dictionaries that find terms among them, all in time linear in the text. */
package org.hsdpo.text.lexeme;
