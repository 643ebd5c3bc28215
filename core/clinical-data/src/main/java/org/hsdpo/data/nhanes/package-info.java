/**
 * The National Health and Nutrition Examination Survey (CDC/NCHS): its tables, from SAS transport or csv files, and its
 * participants as patient states.
 */
package org.hsdpo.data.nhanes;
