/** Takes a patient's records in. */
package org.hsdpo.gateway.record;
