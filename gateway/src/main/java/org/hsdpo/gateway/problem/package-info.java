/** Failures as the caller sees them: RFC 9457 problem documents over REST, google.rpc statuses over gRPC. */
package org.hsdpo.gateway.problem;
