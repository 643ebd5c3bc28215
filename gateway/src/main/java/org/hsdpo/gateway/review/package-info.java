/** A clinician's decision about a profile: accepted, changed or rejected, with reasons. */
package org.hsdpo.gateway.review;
