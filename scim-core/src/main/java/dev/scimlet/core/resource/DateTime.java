package dev.scimlet.core.resource;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;

/**
 * A value of type dateTime (RFC 7643 §2.3.5): it keeps the text that was sent and compares by the instant it names.
 *
 * <p>All forms of xsd:dateTime are read: a fraction of any length, {@code Z}, an offset up to 14:00 or none (which counts
 * as UTC), years of more than four digits or with a minus sign, and 24:00:00 for the next midnight.
 */
public final class DateTime implements Comparable<DateTime> {

    private static final DateTimeFormatter AFTER_THE_YEAR = DateTimeFormatter.ofPattern("-MM-dd'T'HH:mm:ss.SSS'Z'");

    private final String text;
    private final Instant instant;

    private DateTime(String text, Instant instant) {
        this.text = text;
        this.instant = instant;
    }

    /** The instant as the library writes its own times: UTC, milliseconds, {@code Z}. */
    public static DateTime of(Instant instant) {
        return new DateTime(format(instant), instant);
    }

    /** The instant with all its digits: UTC, milliseconds, or six or nine digits where it has more, {@code Z}. */
    public static DateTime exactly(Instant instant) {
        int beyond = instant.get(ChronoField.NANO_OF_SECOND) % 1_000_000;
        if (beyond == 0) {
            return of(instant);
        }
        String milliseconds = format(instant);
        String digits = Integer.toString(1_000_000 + beyond).substring(1, beyond % 1_000 == 0 ? 4 : 7);
        return new DateTime(milliseconds.substring(0, milliseconds.length() - 1) + digits + "Z", instant);
    }

    /** UTC with milliseconds and {@code Z}. */
    public static String format(Instant instant) {
        long second = instant.getEpochSecond();
        if (second < -62_135_596_800L || second >= 253_402_300_800L) {
            return formatFar(instant.atOffset(ZoneOffset.UTC));
        }
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(second, 86_400L));
        int inDay = (int) Math.floorMod(second, 86_400L);
        char[] out = new char[24];
        digits(out, 0, date.getYear(), 4);
        out[4] = '-';
        digits(out, 5, date.getMonthValue(), 2);
        out[7] = '-';
        digits(out, 8, date.getDayOfMonth(), 2);
        out[10] = 'T';
        digits(out, 11, inDay / 3600, 2);
        out[13] = ':';
        digits(out, 14, inDay / 60 % 60, 2);
        out[16] = ':';
        digits(out, 17, inDay % 60, 2);
        out[19] = '.';
        digits(out, 20, instant.getNano() / 1_000_000, 3);
        out[23] = 'Z';
        return new String(out);
    }

    /** A year of more than four digits has no plus sign, and the one before 0001 is -0001, as XML Schema says. */
    private static String formatFar(OffsetDateTime time) {
        int year = time.getYear();
        String before = year > 0 ? Integer.toString(year) : String.format(Locale.ROOT, "-%04d", 1 - year);
        return before + AFTER_THE_YEAR.format(time);
    }

    private static void digits(char[] out, int start, int number, int count) {
        int rest = number;
        for (int i = start + count - 1; i >= start; i--) {
            out[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** The value that the text stands for, or empty if it is no xsd:dateTime or no possible date. */
    public static Optional<DateTime> parse(String text) {
        try {
            return Optional.of(new DateTime(text, new Scanner(text).instant()));
        } catch (DateTimeException | ArithmeticException impossible) {
            return Optional.empty();
        }
    }

    /** The text as it was sent. */
    public String text() {
        return text;
    }

    /** The instant; without an offset in the text, in UTC. */
    public Instant instant() {
        return instant;
    }

    @Override
    public int compareTo(DateTime other) {
        return instant.compareTo(other.instant);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DateTime that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    /** Reads the text once from left to right. */
    private static final class Scanner {

        private final String text;
        private int at;

        Scanner(String text) {
            this.text = text;
        }

        Instant instant() {
            boolean negative = accept('-');
            int yearStart = at;
            int year = number(4, 9);
            if (at - yearStart > 4 && text.charAt(yearStart) == '0' || year == 0) {
                throw new DateTimeException("year");
            }
            expect('-');
            int month = number(2, 2);
            expect('-');
            int day = number(2, 2);
            LocalDate date = LocalDate.of(negative ? 1 - year : year, month, day);
            expect('T');
            int hour = number(2, 2);
            expect(':');
            int minute = number(2, 2);
            expect(':');
            int second = number(2, 2);
            int nano = accept('.') ? fraction() : 0;
            boolean endOfDay = hour == 24 && minute == 0 && second == 0 && nano == 0;
            if (!endOfDay && hour > 23 || minute > 59 || second > 59) {
                throw new DateTimeException("time");
            }
            int offset = offsetSeconds();
            if (at != text.length()) {
                throw new DateTimeException("text after the value");
            }
            long inDay = hour * 3600L + minute * 60L + second;
            return Instant.ofEpochSecond(Math.addExact(date.toEpochDay() * 86_400L, inDay - offset), nano);
        }

        private int offsetSeconds() {
            if (at == text.length() || accept('Z')) {
                return 0;
            }
            boolean minus = accept('-');
            if (!minus) {
                expect('+');
            }
            int hours = number(2, 2);
            expect(':');
            int minutes = number(2, 2);
            if (hours > 14 || minutes > 59 || hours == 14 && minutes > 0) {
                throw new DateTimeException("offset");
            }
            int seconds = hours * 3600 + minutes * 60;
            return minus ? -seconds : seconds;
        }

        private int fraction() {
            int start = at;
            int nano = 0;
            while (at < text.length() && isDigit(text.charAt(at))) {
                if (at - start < 9) {
                    nano = nano * 10 + text.charAt(at) - '0';
                }
                at++;
            }
            if (at == start) {
                throw new DateTimeException("fraction");
            }
            for (int i = at - start; i < 9; i++) {
                nano *= 10;
            }
            return nano;
        }

        private int number(int least, int most) {
            int start = at;
            int number = 0;
            while (at < text.length() && at - start < most && isDigit(text.charAt(at))) {
                number = number * 10 + text.charAt(at++) - '0';
            }
            if (at - start < least) {
                throw new DateTimeException("digits");
            }
            return number;
        }

        private boolean accept(char c) {
            boolean found = at < text.length() && text.charAt(at) == c;
            at += found ? 1 : 0;
            return found;
        }

        private void expect(char c) {
            if (!accept(c)) {
                throw new DateTimeException("expected " + c);
            }
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }
    }
}
