/** Typed configuration, the clock, and what a native executable must keep. */
package org.hsdpo.gateway.config;
