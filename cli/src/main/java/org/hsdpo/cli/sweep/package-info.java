/** {@code ./hsdpo sweep}: where a regimen would break an assertion if the patient were another. */
package org.hsdpo.cli.sweep;
