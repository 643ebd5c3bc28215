/** Reading of knowledge files: strict, versioned by hash. */
package org.hsdpo.clinical.knowledge;
