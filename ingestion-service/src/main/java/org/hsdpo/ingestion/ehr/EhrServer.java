package org.hsdpo.ingestion.ehr;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.hsdpo.ingestion.config.EhrConfig;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.lang.JoseException;

/**
 * A configured server, checked.
 *
 * <p>Addresses that the server names are followed only where their origin is its own or one that the operator listed:
 * otherwise whoever answers in its place could make this service call addresses inside the hospital, and hand them a token.
 */
public final class EhrServer {
    /** What HSDPO reads, and Medications that others refer to. */
    private static final List<String> TYPES = List.of(
            "Patient",
            "Observation",
            "Condition",
            "MedicationRequest",
            "MedicationStatement",
            "MedicationAdministration",
            "MedicationDispense",
            "Medication",
            "AllergyIntolerance",
            "FamilyMemberHistory",
            "DocumentReference",
            "DiagnosticReport",
            "QuestionnaireResponse");

    private final String name;
    private final EhrConfig.Server config;
    private final URI base;
    private final Set<String> origins = new HashSet<>();
    private final PublicJsonWebKey key;

    EhrServer(String name, EhrConfig.Server config) {
        this.name = name;
        this.config = config;
        String address = config.baseUrl().toString();
        base = URI.create(address.endsWith("/") ? address : address + "/");
        origins.add(origin(base));
        config.origins().orElse(List.of()).forEach(each -> origins.add(origin(each)));
        key = readKey();
    }

    private String setting(String property) {
        return "hsdpo.ingestion.ehr.servers." + name + "." + property;
    }

    private String origin(URI address) {
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        boolean encrypted = scheme.equals("https");
        if ((!encrypted && !(config.insecure() && scheme.equals("http")))
                || address.getHost() == null
                || address.getUserInfo() != null) {
            throw EhrFailure.lasting("an address of " + name + " is not an https address");
        }
        int port = address.getPort() >= 0 ? address.getPort() : encrypted ? 443 : 80;
        return scheme + "://" + address.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    }

    private PublicJsonWebKey readKey() {
        try {
            PublicJsonWebKey read = PublicJsonWebKey.Factory.newPublicJwk(Files.readString(config.keyFile()));
            if (read.getPrivateKey() == null || read.getKeyId() == null) {
                throw new IllegalStateException(setting("key-file") + " holds no private key with kid");
            }
            algorithm(read);
            return read;
        } catch (IOException e) {
            throw new IllegalStateException(setting("key-file") + " cannot be read", e);
        } catch (JoseException e) {
            // The library's message may quote the key.
            throw new IllegalStateException(setting("key-file") + " is no JSON Web Key");
        }
    }

    private String algorithm(PublicJsonWebKey read) {
        return switch (read) {
            case RsaJsonWebKey rsa -> AlgorithmIdentifiers.RSA_USING_SHA384;
            case EllipticCurveJsonWebKey curve
            when "P-384".equals(curve.getCurveName()) -> AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384;
            default ->
                throw new IllegalStateException(
                        setting("key-file") + " is neither an RSA key (RS384) nor one on P-384 (ES384)");
        };
    }

    public String name() {
        return name;
    }

    public EhrConfig.Server config() {
        return config;
    }

    PublicJsonWebKey key() {
        return key;
    }

    String algorithm() {
        return algorithm(key);
    }

    /** The public key as the server has to know it. */
    public String publicKeys() {
        return "{\"keys\":[" + key.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY) + "]}";
    }

    /** Where its abilities are described. */
    URI smartConfiguration() {
        return base.resolve(".well-known/smart-configuration");
    }

    /** Where an export is asked for. */
    URI kickOff() {
        return URI.create(base + config.export() + "?_outputFormat=application%2Ffhir%2Bndjson&_type="
                + String.join("%2C", config.types().orElse(TYPES)));
    }

    /**
     * An address that the server named.
     *
     * @throws EhrFailure where it may not be followed
     */
    public URI followed(String address) {
        URI named;
        try {
            named = base.resolve(address);
        } catch (IllegalArgumentException e) {
            throw EhrFailure.lasting(name + " names an address that is none");
        }
        String origin = origin(named);
        if (!origins.contains(origin)) {
            throw EhrFailure.lasting(name + " refers to " + origin + ", which is neither its own origin nor listed in "
                    + setting("origins"));
        }
        return named;
    }

    static Optional<String> text(com.fasterxml.jackson.databind.JsonNode json, String field) {
        return json.hasNonNull(field) && json.get(field).isTextual()
                ? Optional.of(json.get(field).textValue())
                : Optional.empty();
    }
}
