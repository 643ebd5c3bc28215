/** Files of many patients on their way in. */
package org.hsdpo.gateway.bulk;
