/** The form in which the finders of problems, measurements and medications read a sentence. */
package org.hsdpo.text.reading;
