package dev.scimlet.filter.grammar;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.misc.Interval;

/**
 * A part of a string as ANTLR reads it: no copy, and its positions are those of the string.
 *
 * <p>The grammar treats all characters beyond ASCII alike, and ANTLR remembers its lexing decisions only for ASCII. So
 * one control character, which the grammar does not name, stands for all of them: otherwise a Japanese name would take
 * ten times as long as an English one.
 */
public final class TextStream implements CharStream {

    private static final char LAST_OF_ASCII = '\u007f';

    private final String text;
    private final int end;
    private int index;

    /** The characters from {@code start} up to, not including, {@code end}. */
    public TextStream(String text, int start, int end) {
        this.text = text;
        this.end = end;
        this.index = start;
    }

    @Override
    public int LA(int offset) {
        int position = offset > 0 ? index + offset - 1 : index + offset;
        return position >= 0 && position < end ? Math.min(text.charAt(position), LAST_OF_ASCII) : EOF;
    }

    @Override
    public void consume() {
        if (index == end) {
            throw new IllegalStateException("cannot consume the end");
        }
        index++;
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public void seek(int position) {
        index = position;
    }

    @Override
    public int size() {
        return end;
    }

    /** Nothing to do: the whole text is there. */
    @Override
    public int mark() {
        return -1;
    }

    /** Nothing to do: the whole text is there. */
    @Override
    public void release(int marker) {}

    @Override
    public String getText(Interval interval) {
        return text.substring(interval.a, Math.min(interval.b + 1, end));
    }

    @Override
    public String getSourceName() {
        return UNKNOWN_SOURCE_NAME;
    }
}
