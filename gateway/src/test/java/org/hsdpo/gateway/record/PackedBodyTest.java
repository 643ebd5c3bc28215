package org.hsdpo.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.hsdpo.gateway.edge.BodyBudget;
import org.hsdpo.gateway.edge.BoundedBytes;
import org.hsdpo.gateway.problem.RefusedBody;
import org.junit.jupiter.api.Test;

class PackedBodyTest {
    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    private static Supplier<BoundedBytes> upTo(long limit) {
        BodyBudget.Share share = new BodyBudget(100 << 20).open();
        share.hold();
        return () -> new BoundedBytes(share, limit);
    }

    @Test
    void unpacksUpToTheLimitAndNotOneByteMore() throws IOException {
        byte[] content = new byte[1000];
        assertThat(PackedBody.unpack(ByteString.copyFrom(gzip(content)), "gzip", upTo(1000)))
                .isEqualTo(ByteString.copyFrom(content));
        assertThatExceptionOfType(RefusedBody.class)
                .isThrownBy(() -> PackedBody.unpack(ByteString.copyFrom(gzip(content)), "gzip", upTo(999)))
                .satisfies(refused -> assertThat(refused.problem().status()).isEqualTo(413));
    }

    @Test
    void refusesADamagedStream() throws IOException {
        byte[] packed = gzip("some text that is long enough".getBytes(StandardCharsets.UTF_8));
        for (byte[] damaged : new byte[][] {Arrays.copyOf(packed, packed.length - 9), {1, 2, 3}, {}}) {
            assertThatExceptionOfType(RefusedBody.class)
                    .isThrownBy(() -> PackedBody.unpack(ByteString.copyFrom(damaged), "gzip", upTo(1000)))
                    .satisfies(refused -> assertThat(refused.problem().status()).isEqualTo(400));
        }
    }

    @Test
    void refusesAnEncodingItDoesNotKnow() {
        assertThatExceptionOfType(RefusedBody.class)
                .isThrownBy(() -> PackedBody.unpack(ByteString.copyFrom(new byte[1]), "br", upTo(1000)))
                .satisfies(refused -> assertThat(refused.problem().status()).isEqualTo(415));
    }

    @Test
    void convertsTextToUtf8() {
        ByteString latin1 = ByteString.copyFrom("Grüße", StandardCharsets.ISO_8859_1);
        assertThat(RecordFormat.NOTE.inUtf8("text/plain; charset=iso-8859-1", latin1, upTo(7)))
                .isEqualTo(ByteString.copyFromUtf8("Grüße"));
        assertThatExceptionOfType(RefusedBody.class)
                .isThrownBy(() -> RecordFormat.NOTE.inUtf8("text/plain; charset=iso-8859-1", latin1, upTo(6)));
        assertThatExceptionOfType(RefusedBody.class)
                .isThrownBy(() -> RecordFormat.NOTE.inUtf8("text/plain; charset=klingon", latin1, upTo(1000)));
    }
}
