/** The one mapping between messages and their protobuf JSON form. */
package org.hsdpo.gateway.json;
