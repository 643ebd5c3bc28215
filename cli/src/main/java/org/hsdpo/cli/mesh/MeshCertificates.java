package org.hsdpo.cli.mesh;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A development certificate authority and one certificate for each service, good for one day. */
final class MeshCertificates {
    private static final X500Name AUTHORITY = new X500Name("CN=HSDPO development authority");
    private static final Duration LIFE = Duration.ofDays(1);

    private final KeyPair authorityKey;
    private final Path folder;
    private final SecureRandom random = new SecureRandom();

    /** Makes the authority and writes {@code ca.crt} into the folder. */
    MeshCertificates(Path folder) throws IOException {
        this.folder = folder;
        try {
            authorityKey = keyPair();
            X509v3CertificateBuilder builder = builder(AUTHORITY, authorityKey);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            write(authority(), "CERTIFICATE", sign(builder).getEncoded());
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes {@code <service>.crt} and {@code <service>.key}. */
    void issue(MeshService service) throws IOException {
        try {
            KeyPair pair = keyPair();
            X509v3CertificateBuilder builder = builder(new X500Name("CN=" + service.folder()), pair);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
            }));
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                new GeneralName(GeneralName.dNSName, "localhost"),
                new GeneralName(GeneralName.dNSName, service.folder()),
                new GeneralName(GeneralName.iPAddress, "127.0.0.1")
            }));
            write(certificate(service), "CERTIFICATE", sign(builder).getEncoded());
            write(key(service), "PRIVATE KEY", pair.getPrivate().getEncoded());
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    Path authority() {
        return folder.resolve("ca.crt");
    }

    Path certificate(MeshService service) {
        return folder.resolve(service.folder() + ".crt");
    }

    Path key(MeshService service) {
        return folder.resolve(service.folder() + ".key");
    }

    private X509v3CertificateBuilder builder(X500Name subject, KeyPair pair) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                AUTHORITY,
                new BigInteger(127, random),
                Date.from(now.minusSeconds(60)),
                Date.from(now.plus(LIFE)),
                subject,
                pair.getPublic());
    }

    private X509CertificateHolder sign(X509v3CertificateBuilder builder) throws OperatorCreationException {
        ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA").build(authorityKey.getPrivate());
        return builder.build(signer);
    }

    private KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private static void write(Path file, String type, byte[] encoded) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n");
    }
}
