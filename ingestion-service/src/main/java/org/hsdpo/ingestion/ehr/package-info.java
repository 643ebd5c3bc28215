/**
 * Fetches bulk exports of FHIR servers: SMART Backend Services for the token, FHIR Bulk Data Access for the export. Every step
 * is kept in the database, so that any instance goes on where one ended.
 */
package org.hsdpo.ingestion.ehr;
