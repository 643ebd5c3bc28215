package org.hsdpo.evaluation;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.smallrye.certs.CertificateGenerator;
import io.smallrye.certs.CertificateRequest;
import io.smallrye.certs.Format;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Certificates of one test run: one for the service, one for a caller that it trusts. */
public final class MeshCertificates implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "mesh-");
            new CertificateGenerator(folder, true)
                    .generate(new CertificateRequest()
                            .withName("mesh")
                            .withCN("localhost")
                            .withSubjectAlternativeName("DNS:localhost")
                            .withClientCertificate()
                            .withFormat(Format.PEM));
            return Map.of(
                    "quarkus.tls.mesh.key-store.pem.0.cert",
                            folder.resolve("mesh.crt").toString(),
                    "quarkus.tls.mesh.key-store.pem.0.key",
                            folder.resolve("mesh.key").toString(),
                    "quarkus.tls.mesh.trust-store.pem.certs",
                            folder.resolve("mesh-server-ca.crt").toString(),
                    "hsdpo.test.caller.certificate",
                            folder.resolve("mesh-client.crt").toString(),
                    "hsdpo.test.caller.key", folder.resolve("mesh-client.key").toString(),
                    "hsdpo.test.caller.authority",
                            folder.resolve("mesh-client-ca.crt").toString());
        } catch (Exception e) {
            throw new IllegalStateException("the test certificates could not be made", e);
        }
    }

    @Override
    public void stop() {
        // The folder lies under target and is left for a look after a failure.
    }
}
