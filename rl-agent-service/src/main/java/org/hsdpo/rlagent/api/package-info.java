/** gRPC endpoint: translate, validate, delegate. */
package org.hsdpo.rlagent.api;
