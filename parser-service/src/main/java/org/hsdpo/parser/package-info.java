/** The parser service: clinical notes in, facts with character offsets out. The reading itself is in org.hsdpo.text. */
package org.hsdpo.parser;
