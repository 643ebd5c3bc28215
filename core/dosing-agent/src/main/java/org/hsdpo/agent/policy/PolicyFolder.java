package org.hsdpo.agent.policy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hsdpo.agent.observation.Feature;
import org.hsdpo.agent.observation.Normalisation;
import org.hsdpo.agent.observation.PatientFeatures;
import org.hsdpo.agent.observation.Support;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.clinical.regimen.ActionSpace;

/** A policy's files: the saved model, {@code support.bin} and {@code policy.yaml}, which states the hash of the others. */
public final class PolicyFolder {
    /** Name of the file that says what a policy is, and names the others by their hash. */
    public static final String MANIFEST = PolicyManifest.FILE;

    private final Path folder;
    private final PolicyManifest manifest;
    private final String hash;

    private PolicyFolder(Path folder, PolicyManifest manifest, String hash) {
        this.folder = folder;
        this.manifest = manifest;
        this.hash = hash;
    }

    /**
     * Reads and checks a folder.
     *
     * @throws PolicyRefusedException where a file is missing or changed, or the policy was trained for other
     *     observations, actions or network than this version has
     */
    public static PolicyFolder read(Path folder) throws IOException {
        Path file = folder.resolve(PolicyManifest.FILE);
        if (!Files.isRegularFile(file)) {
            throw new PolicyRefusedException("there is no " + PolicyManifest.FILE + " in the policy's folder");
        }
        KnowledgeFile content = new KnowledgeFile(PolicyManifest.FILE, Files.readAllBytes(file));
        PolicyManifest manifest;
        try {
            manifest = content.as(PolicyManifest.class);
        } catch (IllegalStateException e) {
            throw new PolicyRefusedException(e.getMessage());
        }
        check(folder, manifest);
        return new PolicyFolder(folder, manifest, content.hash());
    }

    private static void check(Path folder, PolicyManifest manifest) throws IOException {
        if (!manifest.observationSchema().equals(PatientFeatures.schemaHash())) {
            throw new PolicyRefusedException("the policy was trained on another observation schema");
        }
        if (!manifest.actionSpace().equals(PolicyManifest.actionSpaceHash())) {
            throw new PolicyRefusedException("the policy was trained on other dose ladders");
        }
        if (manifest.shape().inputs() != Normalisation.LENGTH
                || manifest.shape().actions() != ActionSpace.SIZE) {
            throw new PolicyRefusedException("the policy's network does not fit observations and actions");
        }
        try {
            new Normalisation(manifest.normalisation());
        } catch (IllegalArgumentException e) {
            throw new PolicyRefusedException(e.getMessage());
        }
        Map<String, String> found = hashes(folder);
        if (!found.equals(new TreeMap<>(manifest.files()))) {
            throw new PolicyRefusedException("the policy's files are not those its manifest states");
        }
    }

    /** Writes the support and the manifest beside a saved model that is already there. */
    public static void write(Path folder, Support support, Function<Map<String, String>, PolicyManifest> manifest)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(support.stored().length * Feature.COUNT * Float.BYTES);
        for (float[] row : support.stored()) {
            for (float value : row) {
                bytes.putFloat(value);
            }
        }
        Files.write(folder.resolve(PolicyManifest.SUPPORT_FILE), bytes.array());
        ObjectMapper yaml = new ObjectMapper(new YAMLFactory().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER))
                .setPropertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE);
        yaml.writeValue(folder.resolve(PolicyManifest.FILE).toFile(), manifest.apply(hashes(folder)));
    }

    private static Map<String, String> hashes(Path folder) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = folder.relativize(file).toString();
                if (!name.equals(PolicyManifest.FILE)) {
                    hashes.put(name, PolicyManifest.sha256(Files.readAllBytes(file)));
                }
            }
        }
        return hashes;
    }

    /** Copies the policy shipped with this version to a folder, because TensorFlow reads files, not resources. */
    public static PolicyFolder shipped(Path target) throws IOException {
        copy(PolicyManifest.FILE, target);
        KnowledgeFile content =
                new KnowledgeFile(PolicyManifest.FILE, Files.readAllBytes(target.resolve(PolicyManifest.FILE)));
        for (String file : content.as(PolicyManifest.class).files().keySet()) {
            copy(file, target);
        }
        return read(target);
    }

    private static void copy(String file, Path target) throws IOException {
        Path to = target.resolve(file);
        Files.createDirectories(to.getParent());
        try (InputStream in = PolicyFolder.class.getResourceAsStream("shipped/" + file)) {
            if (in == null) {
                throw new PolicyRefusedException("the shipped policy lacks " + file);
            }
            Files.write(to, in.readAllBytes());
        }
    }

    public Path folder() {
        return folder;
    }

    public PolicyManifest manifest() {
        return manifest;
    }

    /** SHA-256 of the manifest, which covers every other file. */
    public String hash() {
        return hash;
    }

    public Normalisation normalisation() {
        return new Normalisation(manifest.normalisation());
    }

    public Support support() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(PolicyManifest.SUPPORT_FILE)));
        float[][] stored = new float[bytes.capacity() / (Feature.COUNT * Float.BYTES)][Feature.COUNT];
        for (float[] row : stored) {
            for (int i = 0; i < row.length; i++) {
                row[i] = bytes.getFloat();
            }
        }
        return new Support(normalisation(), stored, manifest.supportScale());
    }
}
