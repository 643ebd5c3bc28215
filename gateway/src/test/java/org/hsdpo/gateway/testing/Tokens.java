package org.hsdpo.gateway.testing;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.smallrye.jwt.util.KeyUtils;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import org.eclipse.microprofile.config.ConfigProvider;

/** Tokens, good and bad. */
public final class Tokens {
    public static final String CLINICIAN = "user/*.cruds";

    private Tokens() {}

    public static JwtClaimsBuilder claims(String tenant, String scope) {
        return Jwt.issuer("https://issuer.test")
                .audience("hsdpo")
                .subject("dr-test")
                .upn("dr-test")
                .claim("tenant", tenant)
                .claim("scope", scope)
                .expiresIn(Duration.ofMinutes(5));
    }

    public static String of(String tenant, String scope) {
        return sign(claims(tenant, scope));
    }

    public static String sign(JwtClaimsBuilder claims) {
        return claims.jws().algorithm(SignatureAlgorithm.ES256).sign(issuerKey());
    }

    /** Signed by somebody else. */
    public static String forged(String tenant, String scope) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return claims(tenant, scope)
                    .jws()
                    .algorithm(SignatureAlgorithm.ES256)
                    .sign(generator.generateKeyPair().getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Header {@code alg: none}, no signature. */
    public static String unsigned(String tenant, String scope) {
        String payload = of(tenant, scope).split("\\.")[1];
        return encode("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + payload + ".";
    }

    /** HMAC with the public key as the secret: the classic confusion of algorithms. */
    public static String hmacWithPublicKey(String tenant, String scope) {
        try {
            byte[] secret = Files.readAllBytes(Path.of(value("test.issuer.public")));
            String signed = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "."
                    + of(tenant, scope).split("\\.")[1];
            javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
            mac.init(new javax.crypto.spec.SecretKeySpec(secret, "HmacSHA256"));
            return signed + "."
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static PrivateKey issuerKey() {
        try {
            return KeyUtils.decodePrivateKey(
                    Files.readString(Path.of(value("test.issuer.key"))), SignatureAlgorithm.ES256);
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String value(String property) {
        return ConfigProvider.getConfig().getValue(property, String.class);
    }
}
