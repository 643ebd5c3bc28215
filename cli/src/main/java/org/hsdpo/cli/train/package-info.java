/** Training of the shipped policy from the command line. */
package org.hsdpo.cli.train;
