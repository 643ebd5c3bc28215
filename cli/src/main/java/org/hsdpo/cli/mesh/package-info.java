/** The whole mesh on one machine: embedded PostgreSQL, a development certificate authority and token issuer, five services. */
package org.hsdpo.cli.mesh;
