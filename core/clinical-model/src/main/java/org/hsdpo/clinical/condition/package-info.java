/** Conditions that bear on glucose-lowering therapy and their codes. */
package org.hsdpo.clinical.condition;
