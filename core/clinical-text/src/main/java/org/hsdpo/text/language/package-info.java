/** Language of a note, its sentences, tokens and parts of speech: Apache OpenNLP models with clinical rules on top. */
package org.hsdpo.text.language;
