/** Problems named in notes; their names are data in {@code problems.yaml}. */
package org.hsdpo.text.problem;
