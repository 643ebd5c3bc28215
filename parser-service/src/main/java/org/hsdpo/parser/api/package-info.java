/** The gRPC endpoint: translates between the contract and {@link org.hsdpo.text.ParsedNote}. */
package org.hsdpo.parser.api;
