/**
 * What a patient's record says over time: trends, changes of level, exposure to drugs, and for which decisions the data
 * suffice. Computed from a patient state alone; knows no model of the disease.
 */
package org.hsdpo.clinical.trend;
