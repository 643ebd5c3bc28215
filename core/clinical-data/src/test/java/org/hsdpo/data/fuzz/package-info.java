/**
 * Fuzz tests of every reader, by Jazzer. In the ordinary tests each runs over its kept inputs, which stand under {@code
 * resources} beside the class name; with the profile {@code fuzz} it looks for further ones for {@link
 * org.hsdpo.data.fuzz.ReaderPromise#DURATION}.
 */
package org.hsdpo.data.fuzz;
