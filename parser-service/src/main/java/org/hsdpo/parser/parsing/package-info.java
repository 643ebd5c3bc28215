/** Parsing on a bounded pool of its own, warmed up before the service says that it is ready. */
package org.hsdpo.parser.parsing;
