/** {@code ./hsdpo study}. */
package org.hsdpo.cli.study;
