package org.hsdpo.ingestion.state;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.trend.Longitudinal;
import org.hsdpo.data.state.PatientStateAssembler;
import org.hsdpo.ingestion.record.WorkPool;
import org.hsdpo.ingestion.store.RecordStore;
import org.hsdpo.service.call.Caller;
import org.hsdpo.service.error.ServiceException;

/** Puts the stored facts of a patient together. */
@ApplicationScoped
public class PatientStates {
    private final RecordStore store;
    private final WorkPool pool;
    private final Clock clock;
    private final PatientStateAssembler assembler = new PatientStateAssembler();

    public PatientStates(RecordStore store, WorkPool pool, Clock clock) {
        this.store = store;
        this.pool = pool;
        this.clock = clock;
    }

    /** A state, and the same record over time. */
    public record OverTime(PatientState state, Longitudinal longitudinal) {}

    /**
     * The state of a patient.
     *
     * @param asOf the moment; empty = now
     * @return fails with NOT_FOUND where nothing is stored of the patient
     */
    public Uni<OverTime> of(Caller caller, String patientId, Optional<Instant> asOf) {
        Instant moment = asOf.orElseGet(clock::instant);
        return store.factsOf(caller.tenant(), patientId).flatMap(records -> {
            if (records.isEmpty()) {
                throw ServiceException.notFound("PATIENT_UNKNOWN", "nothing is stored of this patient");
            }
            return pool.run(() -> {
                PatientState state = assembler.assemble(patientId, moment, records);
                return new OverTime(state, Longitudinal.of(state));
            });
        });
    }
}
