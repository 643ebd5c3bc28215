/** One error taxonomy on the wire: gRPC statuses with google.rpc details, made and read in one place. */
package org.hsdpo.service.error;
