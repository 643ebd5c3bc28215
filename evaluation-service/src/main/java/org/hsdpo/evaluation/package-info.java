/** The evaluation service: HyperScore over gRPC. Stateless; keeps nothing of a patient. */
package org.hsdpo.evaluation;
