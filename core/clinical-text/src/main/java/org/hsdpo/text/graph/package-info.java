/**
 * A note taken apart into a graph: what it names are nodes, each at the span of text that names it, and what it says of them
 * are typed edges. Only what is written makes an edge; that a drug is usually taken for a problem does not.
 */
package org.hsdpo.text.graph;
