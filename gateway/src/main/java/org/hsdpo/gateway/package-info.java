/** The public edge of the mesh: records in, prescription profiles out, reviews back. */
package org.hsdpo.gateway;
