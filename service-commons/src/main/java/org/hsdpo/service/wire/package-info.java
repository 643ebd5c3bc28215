/** The one mapping between the clinical model and its wire form. */
package org.hsdpo.service.wire;
