/** {@code ./hsdpo load}: files of many patients to a gateway. */
package org.hsdpo.cli.load;
