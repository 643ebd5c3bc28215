/** Typed configuration of the gateway, validated at start. */
package org.hsdpo.gateway.config;
