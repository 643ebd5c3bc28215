/** Typed configuration. */
package org.hsdpo.evaluation.config;
