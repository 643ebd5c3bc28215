/**
 * Published trials as data: read from a file, simulated on a population of twins, compared with what was published.
 */
package org.hsdpo.twin.trial;
