/** Who calls on whose behalf: tenant and subject travel in the metadata of every call between services. */
package org.hsdpo.service.call;
