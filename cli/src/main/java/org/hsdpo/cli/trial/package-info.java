/** {@code ./hsdpo trial}: published trials against the digital twin. */
package org.hsdpo.cli.trial;
