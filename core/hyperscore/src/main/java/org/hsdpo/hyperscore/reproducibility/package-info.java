/**
 * The fifth engine: how far the forecast moves when it is made again with other seeds, another model structure and
 * measurements perturbed within their error, and whether the regimen can be carried out.
 */
package org.hsdpo.hyperscore.reproducibility;
