/** Transactions that see the data of one tenant only. */
package org.hsdpo.service.store;
