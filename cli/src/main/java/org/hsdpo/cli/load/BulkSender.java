package org.hsdpo.cli.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.hsdpo.cli.CommandFailure;
import org.hsdpo.cli.demo.GatewayClient;
import org.hsdpo.cli.demo.GatewayClient.Answer;

/**
 * Sends files of many patients to a gateway part by part and follows the load to its end. Wherever it is interrupted, the same
 * call goes on where the gateway says it is.
 */
public final class BulkSender {
    private static final int PART = 4 << 20;
    private static final int LARGEST_PART = 32 << 20;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final GatewayClient gateway;
    private final Duration patience;
    private final Consumer<String> progress;

    /**
     * @param patience how long a gateway that does not answer is asked again
     * @param progress told in one line what happens
     */
    public BulkSender(GatewayClient gateway, Duration patience, Consumer<String> progress) {
        this.gateway = gateway;
        this.patience = patience;
        this.progress = progress;
    }

    /** Sends everything, lets the load go on, and gives it as it is when it is complete. */
    public JsonNode load(String name, List<LoadFile> files) {
        send(name, files);
        start(name);
        return await(name);
    }

    /** Has the files fetched from a configured server, and gives the load as it is when it is over. */
    public JsonNode pull(String name, String source) {
        ok(() -> gateway.openLoad(name, source));
        return await(name);
    }

    /** Opens the load and sends all files, or what is missing of them. */
    public void send(String name, List<LoadFile> files) {
        ok(() -> gateway.openLoad(name));
        for (LoadFile file : files) {
            try {
                send(name, file);
            } catch (IOException e) {
                throw new UncheckedIOException(file.path() + " cannot be read", e);
            }
        }
    }

    /** Says that all files are there. */
    public void start(String name) {
        ok(() -> gateway.startLoad(name));
    }

    private void send(String name, LoadFile file) throws IOException {
        byte[] part = new byte[PART];
        int held = 0;
        long offset = ok(() -> gateway.appendPart(name, file.name(), 0, false, gzip(new byte[0], 0)))
                .path("received")
                .asLong();
        try (InputStream in = file.open()) {
            in.skipNBytes(offset);
            boolean complete = false;
            while (!complete) {
                held += in.readNBytes(part, held, part.length - held);
                boolean last = held < part.length;
                long from = offset;
                byte[] packed = gzip(part, held);
                JsonNode taken = ok(() -> gateway.appendPart(name, file.name(), from, last, packed));
                int consumed = (int) (taken.path("received").asLong() - offset);
                complete = taken.path("complete").asBoolean();
                if (consumed < 0 || consumed > held) {
                    throw new CommandFailure("the load " + name + " has another file named " + file.name());
                }
                if (consumed == 0 && !complete) {
                    part = larger(part, file);
                }
                System.arraycopy(part, consumed, part, 0, held - consumed);
                held -= consumed;
                offset += consumed;
            }
        }
        progress.accept(file.name() + ": " + offset + " bytes");
    }

    private static byte[] larger(byte[] part, LoadFile file) {
        if (part.length >= LARGEST_PART) {
            throw new CommandFailure("the gateway takes nothing more of " + file.path());
        }
        return Arrays.copyOf(part, part.length * 2);
    }

    private static byte[] gzip(byte[] content, int length) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(length / 4 + 64);
        try (GZIPOutputStream out = new GZIPOutputStream(packed) {
            {
                def.setLevel(Deflater.BEST_SPEED);
            }
        }) {
            out.write(content, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory do not fail to be written", e);
        }
        return packed.toByteArray();
    }

    /**
     * Asks until everything is stored.
     *
     * @throws CommandFailure where the load was given up
     */
    public JsonNode await(String name) {
        long told = -1;
        while (true) {
            JsonNode load = ok(() -> gateway.load(name, 10));
            if (load.path("state").asText().equals("BULK_LOAD_STATE_COMPLETE")) {
                return load;
            }
            if (load.path("state").asText().equals("BULK_LOAD_STATE_FAILED")) {
                throw new CommandFailure("the load " + name + " was given up: "
                        + load.path("failure").asText());
            }
            long waiting = load.path("patientsWaiting").asLong();
            if (waiting != told) {
                progress.accept(waiting + " patients wait");
                told = waiting;
            }
            pause(PAUSE);
        }
    }

    /** Answer 200, asked again while the gateway or what is behind it is away or busy. */
    private JsonNode ok(Supplier<Answer> call) {
        long until = System.nanoTime() + patience.toNanos();
        while (true) {
            boolean late = System.nanoTime() > until;
            try {
                Answer answer = call.get();
                if (answer.status() == 200) {
                    return answer.json();
                }
                if (late || (answer.status() != 503 && answer.status() != 429)) {
                    throw new CommandFailure(
                            "the gateway answered " + answer.status() + ": " + GatewayClient.fault(answer));
                }
                pause(retryAfter(answer));
            } catch (GatewayClient.NoAnswer e) {
                if (late) {
                    throw e;
                }
                pause(PAUSE);
            }
        }
    }

    private static Duration retryAfter(Answer answer) {
        return answer.response()
                .headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("[0-9]{1,3}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(PAUSE);
    }

    private static void pause(Duration time) {
        try {
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }
}
