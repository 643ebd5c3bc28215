package org.hsdpo.parser;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.certs.CertificateGenerator;
import io.smallrye.certs.CertificateRequest;
import io.smallrye.certs.Format;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Certificates made for one test run: one for the service, one for a caller that it trusts. */
public final class MeshCertificates implements QuarkusTestResourceLifecycleManager {
    private Path folder;

    /** Makes the certificates in a fresh folder. */
    static Path generate() {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "mesh-");
            new CertificateGenerator(folder, true)
                    .generate(new CertificateRequest()
                            .withName("mesh")
                            .withCN("localhost")
                            .withSubjectAlternativeName("DNS:localhost")
                            .withClientCertificate()
                            .withFormat(Format.PEM));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException("the test certificates could not be made", e);
        }
    }

    @Override
    public Map<String, String> start() {
        folder = generate();
        return Map.of(
                "quarkus.tls.mesh.key-store.pem.0.cert", file("mesh.crt"),
                "quarkus.tls.mesh.key-store.pem.0.key", file("mesh.key"),
                "quarkus.tls.mesh.trust-store.pem.certs", file("mesh-server-ca.crt"),
                "hsdpo.test.caller.certificate", file("mesh-client.crt"),
                "hsdpo.test.caller.key", file("mesh-client.key"),
                "hsdpo.test.caller.authority", file("mesh-client-ca.crt"));
    }

    @Override
    public void stop() {
        // The folder lies under target and is left for a look after a failure.
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }
}
