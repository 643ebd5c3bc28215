/**
 * Digital twins of people with type 2 diabetes: the slow physiology (fasting glucose and insulin, HbA1c, weight, renal
 * function, pressure, lipids), the effect of eight drugs on it, glucose variability, hypoglycaemia and adverse events,
 * in weekly steps and for whole cohorts at once. Equations, sources and limits: {@code docs/digital-twin.md}.
 */
package org.hsdpo.twin;
