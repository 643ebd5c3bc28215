package org.hsdpo.gateway.access;

import io.quarkus.security.identity.SecurityIdentity;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.service.call.Caller;
import org.hsdpo.service.error.ServiceException;

/**
 * The person or system that asks, as the token says.
 *
 * @param caller tenant and subject, as they travel to the back ends
 * @param onlyPatient the one patient the token is bound to; empty where it holds user or system scopes
 */
public record Requester(Caller caller, Optional<String> onlyPatient) {
    /** Claim that names the tenant. */
    static final String TENANT = "tenant";
    /** Claim that names the patient of a patient-bound token (SMART App Launch). */
    static final String PATIENT = "patient";

    /** @throws ServiceException PERMISSION_DENIED where the token lacks a usable tenant, subject or patient */
    public static Requester of(SecurityIdentity identity) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            throw ServiceException.forbidden("TOKEN_UNUSABLE", "the caller is not identified by a token");
        }
        Caller caller = caller(token);
        boolean anyPatient = ScopePermissions.scopes(token).stream()
                .anyMatch(scope -> scope.context() != SmartScope.Context.PATIENT
                        && !scope.clinicalPermissions().isEmpty());
        if (anyPatient) {
            return new Requester(caller, Optional.empty());
        }
        if (!(token.getClaim(PATIENT) instanceof String patient) || patient.isBlank()) {
            throw ServiceException.forbidden(
                    "PATIENT_CLAIM_MISSING", "a token with patient scopes only has to name its patient");
        }
        return new Requester(caller, Optional.of(patient));
    }

    /** Who asks for research. */
    public static Requester forResearch(SecurityIdentity identity) {
        return ofSystem(identity);
    }

    /**
     * Who asks for nobody's record in particular.
     *
     * @throws ServiceException PERMISSION_DENIED where the token lacks a usable tenant or subject
     */
    public static Requester ofSystem(SecurityIdentity identity) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            throw ServiceException.forbidden("TOKEN_UNUSABLE", "the caller is not identified by a token");
        }
        return new Requester(caller(token), Optional.empty());
    }

    private static Caller caller(JsonWebToken token) {
        if (!(token.getClaim(TENANT) instanceof String tenant)) {
            throw ServiceException.forbidden("TENANT_CLAIM_MISSING", "the token does not name a tenant");
        }
        if (token.getSubject() == null) {
            throw ServiceException.forbidden("SUBJECT_CLAIM_MISSING", "the token does not name a subject");
        }
        try {
            return new Caller(tenant, token.getSubject());
        } catch (InvalidInputException e) {
            throw ServiceException.forbidden("TOKEN_UNUSABLE", "the token is not usable: " + e.getMessage());
        }
    }

    /** @throws ServiceException PERMISSION_DENIED where the token is bound to another patient */
    public void requirePatient(String patientId) {
        if (onlyPatient.isPresent() && !onlyPatient.get().equals(patientId)) {
            throw ServiceException.forbidden("PATIENT_NOT_IN_SCOPE", "the token is bound to another patient");
        }
    }

    /** Tenant of the token. */
    public String tenant() {
        return caller.tenant();
    }
}
