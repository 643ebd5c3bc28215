package org.hsdpo.gateway.profile;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.hsdpo.clinical.condition.ConditionCatalogue;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.contracts.gateway.v1.PrescriptionProfile;
import org.hsdpo.gateway.json.MessageJson;
import org.jboss.logging.Logger;

/**
 * Reads the knowledge files before the service calls itself ready: a damaged file stops the start instead of the first
 * patient's profile, and the first profile does not pay for the reading.
 */
@ApplicationScoped
public class WarmUp {
    private static final Logger LOG = Logger.getLogger(WarmUp.class);

    void read(@Observes StartupEvent start) {
        LOG.infof(
                "knowledge: wanted data %s, measurements %s, conditions %s, formulary %s",
                WantedData.shipped().hash(),
                MeasurementCatalogue.shipped().hash(),
                ConditionCatalogue.shipped().hash(),
                Formulary.shipped().hash());
        MessageJson.print(PrescriptionProfile.getDefaultInstance());
    }
}
