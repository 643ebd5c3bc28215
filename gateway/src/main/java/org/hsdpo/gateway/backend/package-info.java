/**
 * The services behind the gateway, each behind one bean that knows how to fail: deadlines on every call, retries only
 * because every call is idempotent, a circuit breaker and a bound on calls at the same time.
 */
package org.hsdpo.gateway.backend;
