package org.hsdpo.ingestion.state;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
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
        return assembled(
                caller,
                patientId,
                asOf.orElseGet(clock::instant),
                state -> new OverTime(state, Longitudinal.of(state)));
    }

    /** The state alone; fails like {@link #of}. */
    public Uni<PatientState> stateOf(Caller caller, String patientId, Instant asOf) {
        return assembled(caller, patientId, asOf, state -> state);
    }

    private <T> Uni<T> assembled(Caller caller, String patientId, Instant asOf, Function<PatientState, T> use) {
        return store.factsOf(caller.tenant(), patientId).flatMap(records -> {
            if (records.isEmpty()) {
                throw ServiceException.notFound("PATIENT_UNKNOWN", "nothing is stored of this patient");
            }
            return pool.run(() -> use.apply(assembler.assemble(patientId, asOf, records)));
        });
    }
}
