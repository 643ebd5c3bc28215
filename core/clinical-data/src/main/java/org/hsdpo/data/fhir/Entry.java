package org.hsdpo.data.fhir;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Resource;
import org.hsdpo.clinical.patient.Lineage;
import org.hsdpo.clinical.patient.Lineage.Standing;
import org.hsdpo.data.EntryKey;

/** By what a resource is known again: its address, and the numbers of its identifiers. */
final class Entry {
    /**
     * An id as short as those that programs count up or people make up is one of many servers; one this long is taken to be
     * of one server wherever it stands. A UUID has 36 characters.
     */
    private static final int TELLING_ID = 16;

    private Entry() {}

    /** The keys of a resource; none where it has neither an id nor an identifier. */
    static Lineage of(Resource resource, List<Identifier> identifiers, Standing standing) {
        Set<String> keys = new HashSet<>();
        IdType id = resource.getIdElement();
        if (id.hasIdPart()) {
            String type = resource.fhirType();
            if (id.hasBaseUrl()) {
                keys.add(Lineage.RESOURCE + EntryKey.of(id.getBaseUrl(), type + "/" + id.getIdPart()));
            }
            String unique = id.getIdPart().replaceFirst("^urn:uuid:", "");
            if (unique.length() >= TELLING_ID) {
                keys.add(Lineage.RESOURCE + EntryKey.of("", type + "/" + unique));
            } else if (!id.hasBaseUrl()) {
                keys.add(EntryKey.of("", type + "/" + unique));
            }
        }
        for (Identifier identifier : identifiers) {
            if (identifier.hasValue()) {
                keys.add(EntryKey.of(identifier.hasSystem() ? identifier.getSystem() : "", identifier.getValue()));
            }
        }
        Optional<Instant> stated =
                Optional.ofNullable(resource.getMeta().getLastUpdated()).map(java.util.Date::toInstant);
        return new Lineage(keys, standing, stated);
    }
}
