package org.hsdpo.cli.load;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.hsdpo.cli.CommandFailure;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./hsdpo ehr-key FILE}. */
@Command(
        name = "ehr-key",
        description =
                "Makes a key by which HSDPO shows an EHR who it is: writes the private key to FILE and prints the public key"
                        + " set for the EHR's administrator.",
        mixinStandardHelpOptions = true)
public final class EhrKeyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "where the private key goes; a file that exists is not overwritten")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try {
            EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P384);
            key.setKeyId(UUID.randomUUID().toString());
            key.setAlgorithm("ES384");
            key.setUse("sig");
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, key.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE));
            PrintWriter out = spec.commandLine().getOut();
            out.println("{\"keys\":[" + key.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY) + "]}");
            out.flush();
            return 0;
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure(file + " exists: name a file that does not", e);
        } catch (IOException e) {
            throw new CommandFailure(file + " cannot be written", e);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
