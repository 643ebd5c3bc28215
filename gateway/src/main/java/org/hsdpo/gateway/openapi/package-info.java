/** The schemas of the REST API, made from the descriptors of the messages it speaks. */
package org.hsdpo.gateway.openapi;
