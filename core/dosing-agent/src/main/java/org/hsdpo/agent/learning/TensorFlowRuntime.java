package org.hsdpo.agent.learning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.tensorflow.proto.ConfigProto;

/**
 * Unpacks and loads the TensorFlow native library once a process, with the settings that make its results repeatable.
 *
 * <p>Call {@link #prepare()} before anything else touches TensorFlow or DJL. The library (630 MB unpacked) goes to the
 * folder of the system property {@value #CACHE_PROPERTY}, by default {@code ~/.cache/hsdpo/native}. The JVM needs
 * {@code --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow}.
 */
public final class TensorFlowRuntime {
    /** Where the native library is unpacked. */
    public static final String CACHE_PROPERTY = "org.bytedeco.javacpp.cachedir";

    private static final class Loaded {
        static final Path FOLDER = load();
    }

    private TensorFlowRuntime() {}

    /** Loads the library at the first call; later calls return at once. */
    public static Path prepare() {
        return Loaded.FOLDER;
    }

    /**
     * One thread inside an operation and none between operations: sums are then always taken in the same order, and two
     * runs of the same graph on the same input agree bit by bit.
     */
    public static ConfigProto deterministicSession() {
        return ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(1)
                .setInterOpParallelismThreads(-1)
                .build();
    }

    private static Path load() {
        // oneDNN reorders floating-point sums; TensorFlow reads both switches with getenv when it is loaded.
        setEnvironment("TF_ENABLE_ONEDNN_OPTS", "0");
        setEnvironment("TF_CPP_MIN_LOG_LEVEL", "2");
        System.setProperty("ai.djl.offline", "true");
        if (System.getProperty(CACHE_PROPERTY) == null) {
            System.setProperty(
                    CACHE_PROPERTY,
                    Path.of(System.getProperty("user.home"), ".cache", "hsdpo", "native")
                            .toString());
        }
        try {
            Files.createDirectories(Path.of(System.getProperty(CACHE_PROPERTY)));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the native library cannot be unpacked to " + System.getProperty(CACHE_PROPERTY), e);
        }
        Path folder = Path.of(Loader.load(org.tensorflow.internal.c_api.global.tensorflow.class))
                .getParent();
        System.setProperty("TENSORFLOW_LIBRARY_PATH", folder.toString());
        return folder;
    }

    private static void setEnvironment(String name, String value) {
        Linker linker = Linker.nativeLinker();
        try (Arena arena = Arena.ofConfined()) {
            var setenv = linker.downcallHandle(
                    linker.defaultLookup().findOrThrow("setenv"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
            int failed = (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
            if (failed != 0) {
                throw new IllegalStateException("setenv " + name + " failed");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("setenv " + name + " cannot be called", e);
        }
    }
}
