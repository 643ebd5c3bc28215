/** Bounds on what comes in, enforced before anything is read into memory. */
package org.hsdpo.gateway.edge;
