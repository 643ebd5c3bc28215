/** The public endpoints: they translate, ask who is calling, and delegate. */
package org.hsdpo.gateway.api;
