package org.vidimus.policy.message;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

/// Reads a date-time ([RFC 5322 §3.3, §4.3](https://www.rfc-editor.org/rfc/rfc5322#section-3.3)).
///
/// Confined to one call.
final class MailDateParser {
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    /// The zones of North America, by the hours that they are behind UTC (RFC 5322 §4.3).
    private static final List<String> AMERICA = List.of("edt", "est cdt", "cst mdt", "mst pdt", "pst");

    private final Bytes text;
    private int at;
    private Optional<Parsed<MailDate>> wrong = Optional.empty();

    MailDateParser(Bytes text) {
        this.text = text;
    }

    Parsed<MailDate> whole() {
        Optional<MailDate> date = date();
        if (date.isPresent() && at < text.length()) {
            fail("expected the end of the date");
        }
        return wrong.orElseGet(() -> new Parsed.Ok<>(date.orElseThrow()));
    }

    private Optional<MailDate> date() {
        space();
        if (at < text.length() && !Ascii.isDigit(text.at(at))) {
            oneOf(DAYS, "the name of a day");
            space();
            expect(',');
            space();
        }
        int day = number(1, 2, "the day of the month");
        space();
        int month = 1 + oneOf(MONTHS, "the name of a month");
        space();
        int year = year();
        space();
        int hour = number(2, 2, "two digits of the hour");
        space();
        expect(':');
        space();
        int minute = number(2, 2, "two digits of the minute");
        int second = second();
        int offset = zone();
        space();
        return wrong.isPresent() ? Optional.empty() : valid(year, month, day, hour, minute, second, offset);
    }

    private Optional<MailDate> valid(int year, int month, int day, int hour, int minute, int second, int offset) {
        if (year < 1900 || year > 9999) {
            fail("no year from 1900 to 9999");
        } else if (day == 0 || day > YearMonth.of(year, month).lengthOfMonth()) {
            fail("the month has no such day");
        } else if (hour > 23 || minute > 59 || second > 60) {
            fail("no clock shows this time");
        }
        if (wrong.isPresent()) {
            return Optional.empty();
        }
        LocalDateTime local = LocalDate.of(year, month, day).atTime(hour, minute, Math.min(second, 59));
        return Optional.of(new MailDate(local, offset, second == 60));
    }

    /// RFC 5322 §4.3: two digits are of this century up to 49, of the last one above, and so are three.
    private int year() {
        int start = at;
        int year = number(2, 5, "a year");
        return switch (at - start) {
            case 2 -> year + (year < 50 ? 2000 : 1900);
            case 3 -> year + 1900;
            default -> year;
        };
    }

    /// Seconds, with the colon before them, may be left out.
    private int second() {
        space();
        if (at == text.length() || text.at(at) != ':') {
            return 0;
        }
        at++;
        space();
        int second = number(2, 2, "two digits of the second");
        space();
        return second;
    }

    private int zone() {
        if (at < text.length() && (text.at(at) == '+' || text.at(at) == '-')) {
            int sign = text.at(at++) == '-' ? -1 : 1;
            int digits = number(4, 4, "four digits of the zone");
            if (digits % 100 > 59) {
                fail("no zone has so many minutes");
            }
            return sign * (digits / 100 * 60 + digits % 100);
        }
        // RFC 5322 §4.3: other names, those of the military among them, are as if they were -0000.
        String name = letters();
        if (name.isEmpty()) {
            fail("expected a zone");
        }
        for (int hours = 0; hours < AMERICA.size(); hours++) {
            if (List.of(AMERICA.get(hours).split(" ")).contains(name)) {
                return -60 * (hours + 4);
            }
        }
        return 0;
    }

    private int oneOf(List<String> names, String what) {
        int start = at;
        int found = names.indexOf(letters());
        if (found < 0) {
            at = start;
            fail("expected " + what);
        }
        return Math.max(found, 0);
    }

    private String letters() {
        int start = at;
        while (at < text.length() && Ascii.isLetterOrDigit(text.at(at)) && !Ascii.isDigit(text.at(at))) {
            at++;
        }
        return text.slice(start, at).latin1().toLowerCase(Locale.ROOT);
    }

    private int number(int least, int most, String what) {
        int start = at;
        int value = 0;
        while (at < text.length() && at - start < most && Ascii.isDigit(text.at(at))) {
            value = value * 10 + text.at(at++) - '0';
        }
        if (at - start < least || (at < text.length() && Ascii.isDigit(text.at(at)))) {
            fail("expected " + what);
        }
        return value;
    }

    private void expect(char c) {
        if (at < text.length() && text.at(at) == c) {
            at++;
        } else {
            fail("expected \"" + c + "\"");
        }
    }

    /// CFWS: white space, folds, and comments, which nest.
    private void space() {
        int depth = 0;
        for (; at < text.length(); at++) {
            int octet = text.at(at);
            if (octet == '(') {
                depth++;
            } else if (octet == ')' && depth > 0) {
                depth--;
            } else if (octet == '\\' && depth > 0) {
                at = Math.min(at + 1, text.length() - 1);
            } else if (depth == 0 && !Ascii.isWhiteSpace(octet) && octet != '\r' && octet != '\n') {
                return;
            }
        }
        if (depth > 0) {
            fail("this comment does not end");
        }
    }

    private void fail(String why) {
        if (wrong.isEmpty()) {
            wrong = Optional.of(new Parsed.Malformed<>(at, why));
        }
    }
}
