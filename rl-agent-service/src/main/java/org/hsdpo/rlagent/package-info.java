/** The dosing agent as a service: gRPC around the library {@code dosing-agent}, and the store of clinicians' feedback. */
package org.hsdpo.rlagent;
