package org.hsdpo.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Renders the chart as {@code helm template} does. */
final class Chart {

    static final String NAMESPACE = "clinic";
    static final String RELEASE = "hsdpo";
    static final String OLDEST_KUBERNETES = "1.30.0";

    private static final Map<String, Manifests> RENDERED = new ConcurrentHashMap<>();
    private static final Path WITH_HOOKS = withHooks();

    private Chart() {}

    /** The supported combinations, by the name of their values file without its ending. */
    static List<String> combinations() {
        return Repository.files(
                        Repository.CHART.resolve("ci"), file -> file.toString().endsWith("-values.yaml"))
                .stream()
                .map(file -> file.getFileName().toString().replace("-values.yaml", ""))
                .toList();
    }

    static Path valuesOf(String combination) {
        return Repository.CHART.resolve("ci").resolve(combination + "-values.yaml");
    }

    static Manifests render(String combination) {
        return RENDERED.computeIfAbsent(combination, name -> Manifests.of(text(name)));
    }

    static String text(String combination) {
        return command().withValuesFile(valuesOf(combination)).call();
    }

    /** Renders a combination with settings that differ from it. */
    static Manifests render(String combination, Map<String, Object> settings) {
        TemplateCommand command = command().withValuesFile(valuesOf(combination));
        settings.forEach(command::set);
        return Manifests.of(command.call());
    }

    static Manifests renderWithDefaults() {
        return Manifests.of(command().call());
    }

    static Manifests render(Path values) {
        return Manifests.of(command().withValuesFile(values).call());
    }

    private static TemplateCommand command() {
        return new Helm(WITH_HOOKS)
                .template()
                .withName(RELEASE)
                .withNamespace(NAMESPACE)
                .withKubeVersion(OLDEST_KUBERNETES);
    }

    /**
     * The rendering library leaves hooks out, so the pod of {@code helm test} is rendered from a copy of the chart in which its hook
     * annotations have another name.
     */
    private static Path withHooks() {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "chart");
            copy(folder);
            Path pod = folder.resolve("templates/tests/connection.yaml");
            Files.writeString(pod, Files.readString(pod).replace("helm.sh/hook", "rendered.helm.sh/hook"));
            return folder;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Copies the chart, for a test that changes it. */
    static void copy(Path folder) throws IOException {
        for (Path file : Repository.files(Repository.CHART, file -> true)) {
            Path copy = folder.resolve(Repository.CHART.relativize(file));
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
    }
}
