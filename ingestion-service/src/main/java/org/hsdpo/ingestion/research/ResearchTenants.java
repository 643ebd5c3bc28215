package org.hsdpo.ingestion.research;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.hsdpo.data.privacy.StudyKey;
import org.hsdpo.ingestion.config.ResearchConfig;
import org.hsdpo.service.error.ServiceException;

/** What each tenant has decided about research, checked at start. */
@Startup
@ApplicationScoped
public class ResearchTenants {
    private static final BigDecimal MOST = new BigDecimal("1000000");

    private record Decision(boolean export, Optional<byte[]> key, Optional<Long> budgetMillionths) {}

    private final Map<String, Decision> decisions = new HashMap<>();

    public ResearchTenants(ResearchConfig config) {
        config.tenants()
                .forEach((name, tenant) -> decisions.put(
                        name,
                        new Decision(
                                tenant.export(),
                                tenant.key().map(key -> key(name, key)),
                                tenant.epsilonBudget().map(budget -> millionths(name, budget)))));
    }

    private static byte[] key(String tenant, String text) {
        try {
            byte[] key = Base64.getDecoder().decode(text);
            if (key.length >= StudyKey.LEAST_KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // The message would quote the key.
        }
        throw new IllegalStateException("hsdpo.research.tenants." + tenant + ".key is not Base64 of at least "
                + StudyKey.LEAST_KEY_BYTES + " bytes");
    }

    private static long millionths(String tenant, BigDecimal budget) {
        if (budget.signum() <= 0
                || budget.compareTo(MOST) > 0
                || budget.stripTrailingZeros().scale() > 6) {
            throw new IllegalStateException("hsdpo.research.tenants." + tenant + ".epsilon-budget is " + budget
                    + "; accepted is a number above 0 with at most six decimals");
        }
        return budget.movePointRight(6).longValueExact();
    }

    /** @throws ServiceException FAILED_PRECONDITION where the tenant exports nothing */
    void requireExport(String tenant) {
        if (!decisions.containsKey(tenant) || !decisions.get(tenant).export()) {
            throw ServiceException.precondition(
                    "RESEARCH_EXPORT_OFF", "export for research is not switched on for this tenant");
        }
    }

    /** @throws ServiceException FAILED_PRECONDITION where the tenant has no key */
    StudyKey studyKey(String tenant, String study) {
        byte[] key = Optional.ofNullable(decisions.get(tenant))
                .flatMap(Decision::key)
                .orElseThrow(() -> ServiceException.precondition(
                        "RESEARCH_KEY_MISSING", "no key for pseudonyms and moved dates is set for this tenant"));
        return StudyKey.of(key, tenant, study);
    }

    /** @throws ServiceException FAILED_PRECONDITION where the tenant has no privacy budget */
    long budgetMillionths(String tenant) {
        return Optional.ofNullable(decisions.get(tenant))
                .flatMap(Decision::budgetMillionths)
                .orElseThrow(() -> ServiceException.precondition(
                        "PRIVACY_BUDGET_MISSING", "no privacy budget is granted to statistics of this tenant"));
    }
}
