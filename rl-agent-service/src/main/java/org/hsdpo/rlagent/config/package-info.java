/** Typed configuration. */
package org.hsdpo.rlagent.config;
