/** What the gateway keeps: profiles as issued, reviews, the audit, and idempotency keys. All of it is append-only. */
package org.hsdpo.gateway.store;
