package org.hsdpo.ingestion.research;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.data.privacy.DatePolicy;
import org.hsdpo.data.privacy.Deidentification;
import org.hsdpo.data.privacy.FrequentValues;
import org.hsdpo.data.privacy.ResearchRecord;
import org.hsdpo.data.privacy.StudyKey;
import org.hsdpo.ingestion.state.PatientStates;
import org.hsdpo.ingestion.store.ResearchStore;
import org.hsdpo.service.call.Caller;

/** A tenant's patients without their identity, a page at a time. */
@ApplicationScoped
public class ExportingRecords {
    /**
     * A page that is asked for.
     *
     * @param study name of the study; empty with {@link DatePolicy#YEAR}
     * @param after the patient after whom the page begins; empty for the first page
     */
    public record PageRequest(String study, DatePolicy dates, Instant asOf, String after, int size) {
        public PageRequest {
            if (dates == DatePolicy.SHIFTED) {
                StudyKey.requireStudy(study);
            } else if (!study.isEmpty()) {
                throw new InvalidInputException(
                        "study",
                        "STUDY_INVALID",
                        "a study is named, but records by year are not linked from export to export",
                        "no study");
            }
        }
    }

    /** @param last the patient the page ends with; empty where no page follows */
    public record Page(List<ResearchRecord> records, Optional<String> last) {}

    private final ResearchTenants tenants;
    private final ResearchStore store;
    private final PatientStates states;
    private final SecureRandom random = new SecureRandom();

    public ExportingRecords(ResearchTenants tenants, ResearchStore store, PatientStates states) {
        this.tenants = tenants;
        this.store = store;
        this.states = states;
    }

    /** @return fails with FAILED_PRECONDITION where the tenant has not decided for it */
    public Uni<Page> page(Caller caller, PageRequest request) {
        tenants.requireExport(caller.tenant());
        return store.frequentValues(caller.tenant())
                .map(frequent -> deidentification(caller, request, frequent))
                .flatMap(deidentification -> store.patients(caller.tenant(), request.after(), request.size())
                        .flatMap(patients -> Multi.createFrom()
                                .iterable(patients)
                                .onItem()
                                .transformToUniAndConcatenate(
                                        patient -> states.stateOf(caller, patient, request.asOf()))
                                .map(deidentification::record)
                                .collect()
                                .asList()
                                .map(records -> new Page(
                                        records,
                                        patients.size() < request.size()
                                                ? Optional.empty()
                                                : Optional.of(patients.getLast())))));
    }

    private Deidentification deidentification(Caller caller, PageRequest request, FrequentValues frequent) {
        return switch (request.dates()) {
            case SHIFTED -> Deidentification.shifted(tenants.studyKey(caller.tenant(), request.study()), frequent);
            case YEAR -> Deidentification.byYear(random, frequent);
        };
    }
}
