/** Benchmarks: the mesh end to end, and each library under JMH. */
package org.hsdpo.cli.bench;
