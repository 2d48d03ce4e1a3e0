package dev.scimlet.protocol;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A body in the pieces in which it was written: its length is known, and nothing of it is copied twice. */
final class WrittenBody extends OutputStream {

    private final List<byte[]> pieces = new ArrayList<>(1);
    private int length;

    @Override
    public void write(byte[] bytes, int offset, int count) {
        pieces.add(Arrays.copyOfRange(bytes, offset, offset + count));
        length = Math.addExact(length, count);
    }

    @Override
    public void write(int single) {
        write(new byte[] {(byte) single}, 0, 1);
    }

    int length() {
        return length;
    }

    void writeTo(OutputStream out) throws IOException {
        for (byte[] piece : pieces) {
            out.write(piece);
        }
    }
}
