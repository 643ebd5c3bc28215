package org.hsdpo.ingestion.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MllpBlocksTest {
    private final MllpBlocks blocks = new MllpBlocks(10);

    private List<String> complete(String bytes) {
        return blocks.complete(Buffer.buffer(bytes.getBytes(StandardCharsets.ISO_8859_1))).stream()
                .map(block -> new String(block, StandardCharsets.ISO_8859_1))
                .toList();
    }

    @Test
    void blocksAreCutWhereverTheBytesAreDivided() {
        String bytes = "\u000Bone\u001C\r\u000Btwo\u001C\r\r\n\u000Bthree\u001C\r";
        assertThat(complete(bytes)).containsExactly("one", "two", "three");
        List<String> singly = new ArrayList<>();
        for (char next : bytes.toCharArray()) {
            singly.addAll(complete(String.valueOf(next)));
        }
        assertThat(singly).containsExactly("one", "two", "three");
    }

    @Test
    void bytesBetweenBlocksArePassedOver() {
        assertThat(complete("GET / HTTP/1.1\r\n\r\n")).isEmpty();
        assertThat(blocks.isOpen()).isFalse();
        assertThat(complete("noise\u000Bone\u001C\rnoise")).containsExactly("one");
    }

    @Test
    void anEndByteCountsOnlyBeforeACarriageReturn() {
        assertThat(complete("\u000Ba\u001Cb\u001C\u001C\r")).containsExactly("a\u001Cb\u001C");
    }

    @Test
    void aStartByteInsideABlockBeginsItAnew() {
        assertThat(complete("\u000Bhalf\u000Bwhole\u001C\r")).containsExactly("whole");
    }

    @Test
    void aBlockIsNoLongerThanAllowed() {
        assertThat(complete("\u000B0123456789\u001C\r")).containsExactly("0123456789");
        assertThatExceptionOfType(MllpBlocks.TooLong.class).isThrownBy(() -> complete("\u000B01234567890"));
    }
}
