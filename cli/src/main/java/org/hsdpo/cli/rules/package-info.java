/** {@code ./hsdpo rules}. */
package org.hsdpo.cli.rules;
