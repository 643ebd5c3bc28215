/** The one error taxonomy for refused input; services translate it to gRPC status details and problem+json. */
package org.hsdpo.clinical.error;
