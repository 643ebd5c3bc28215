/** Who of a survey's participants becomes a patient of a study. */
package org.hsdpo.cli.cohort;
