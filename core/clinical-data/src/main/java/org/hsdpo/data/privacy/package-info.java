/** What leaves a hospital for research: statistics with differential privacy, and records without identifiers. */
package org.hsdpo.data.privacy;
