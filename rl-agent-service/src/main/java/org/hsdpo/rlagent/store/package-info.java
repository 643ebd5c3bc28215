/** Feedback in PostgreSQL, one tenant's rows at a time. */
package org.hsdpo.rlagent.store;
