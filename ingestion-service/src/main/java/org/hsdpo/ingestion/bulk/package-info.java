/**
 * Takes in files of many patients. Parts of files are cut into lines and put down by patient; when all files are there,
 * workers take the patients one after the other, read what there is of each, and store it as a record. Every step is one
 * transaction that also takes away what it has worked off, so nothing is lost or doubled by an end at any moment.
 */
package org.hsdpo.ingestion.bulk;
