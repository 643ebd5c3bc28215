package org.hsdpo.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
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

    @Test
    void unpacksUpToTheLimitAndNotOneByteMore() throws IOException {
        byte[] content = new byte[1000];
        assertThat(PackedBody.unpack(gzip(content), "gzip", 1000)).isEqualTo(content);
        assertThatExceptionOfType(RefusedBody.class)
                .isThrownBy(() -> PackedBody.unpack(gzip(content), "gzip", 999))
                .satisfies(refused -> assertThat(refused.problem().status()).isEqualTo(413));
    }

    @Test
    void refusesADamagedStream() throws IOException {
        byte[] packed = gzip("some text that is long enough".getBytes(StandardCharsets.UTF_8));
        for (byte[] damaged : new byte[][] {Arrays.copyOf(packed, packed.length - 9), {1, 2, 3}, {}}) {
            assertThatExceptionOfType(RefusedBody.class)
                    .isThrownBy(() -> PackedBody.unpack(damaged, "gzip", 1000))
                    .satisfies(refused -> assertThat(refused.problem().status()).isEqualTo(400));
        }
    }

    @Test
    void refusesAnEncodingItDoesNotKnow() {
        assertThatExceptionOfType(RefusedBody.class)
                .isThrownBy(() -> PackedBody.unpack(new byte[1], "br", 1000))
                .satisfies(refused -> assertThat(refused.problem().status()).isEqualTo(415));
    }

    @Test
    void convertsTextToUtf8() {
        byte[] latin1 = "Grüße".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(RecordFormat.NOTE.inUtf8("text/plain; charset=iso-8859-1", latin1))
                .isEqualTo("Grüße".getBytes(StandardCharsets.UTF_8));
        assertThatExceptionOfType(RefusedBody.class)
                .isThrownBy(() -> RecordFormat.NOTE.inUtf8("text/plain; charset=klingon", latin1));
    }
}
