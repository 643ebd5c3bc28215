/** A gateway with its surroundings for tests: a real database, mutual TLS, and back ends played by the test. */
package org.hsdpo.gateway.testing;
