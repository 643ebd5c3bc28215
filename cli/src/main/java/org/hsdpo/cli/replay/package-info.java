/** {@code ./hsdpo replay}. */
package org.hsdpo.cli.replay;
