package org.hsdpo.ingestion.store;

import java.io.Serializable;
import java.util.UUID;

/** Tenant, record and position of a fact within the record. */
public record FactKey(String tenant, UUID recordId, int position) implements Serializable {}
