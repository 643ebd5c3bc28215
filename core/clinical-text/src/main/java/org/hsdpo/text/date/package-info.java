/** Dates written in notes. */
package org.hsdpo.text.date;
