/** gRPC endpoint: translate, validate, delegate. */
package org.hsdpo.evaluation.api;
