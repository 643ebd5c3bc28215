package org.hsdpo.ingestion.mllp;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the bytes of a connection into blocks: 0x0B, content, 0x1C 0x0D. A start byte inside a block begins it anew: the
 * sender gave up the one before. Bytes between blocks are passed over.
 */
final class MllpBlocks {
    static final byte START = 0x0B;
    static final byte END = 0x1C;
    static final byte RETURN = 0x0D;

    /** A block is longer than is taken. */
    static final class TooLong extends RuntimeException {
        private final transient byte[] beginning;

        TooLong(byte[] beginning) {
            super("a block is longer than is taken", null, false, false);
            this.beginning = beginning;
        }

        byte[] beginning() {
            return beginning;
        }
    }

    private final int longest;
    private ByteArrayOutputStream block;
    private boolean ending;

    MllpBlocks(int longest) {
        this.longest = longest;
    }

    /** Whether a block has begun and not ended. */
    boolean isOpen() {
        return block != null;
    }

    /**
     * The blocks that are complete with these bytes.
     *
     * @throws TooLong where the block that is open has grown too long
     */
    List<byte[]> complete(Buffer received) {
        List<byte[]> blocks = new ArrayList<>();
        for (int i = 0; i < received.length(); i++) {
            byte next = received.getByte(i);
            if (next == START) {
                block = new ByteArrayOutputStream();
                ending = false;
            } else if (block != null) {
                within(next, blocks);
            }
        }
        return blocks;
    }

    private void within(byte next, List<byte[]> blocks) {
        if (ending && next == RETURN) {
            blocks.add(block.toByteArray());
            block = null;
            ending = false;
            return;
        }
        if (ending) {
            block.write(END);
            ending = false;
        }
        if (next == END) {
            ending = true;
            return;
        }
        if (block.size() == longest) {
            throw new TooLong(block.toByteArray());
        }
        block.write(next);
    }

    /** A block with this content. */
    static Buffer wrap(Buffer content) {
        return Buffer.buffer(content.length() + 3)
                .appendByte(START)
                .appendBuffer(content)
                .appendByte(END)
                .appendByte(RETURN);
    }
}
