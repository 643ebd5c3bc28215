/** What {@code ./hsdpo} runs. */
package org.hsdpo.cli;
