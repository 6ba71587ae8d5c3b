package org.vidimus.policy.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

/// Dates of header fields, RFC 5322 §3.3 and §4.3.
class MailDateTest {
    private static String read(Parsed<MailDate> parsed) {
        return switch (parsed) {
            case Parsed.Ok<MailDate>(MailDate date) ->
                date.local() + " " + date.offset() + (date.leapSecond() ? " leap" : "");
            case Parsed.Malformed<MailDate>(int offset, String why) -> offset + " " + why;
        };
    }

    @ParameterizedTest
    @Spec("RFC 5322 §3.3")
    @CsvSource(
            delimiter = '|',
            value = {
                "Mon, 20 Jul 2009 21:44:43 +0300         | 2009-07-20T21:44:43 180",
                "20 Jul 2009 21:44:43 +0300              | 2009-07-20T21:44:43 180",
                "Mon, 1 Jul 2009 01:02 -0430             | 2009-07-01T01:02 -270",
                "Mon, 20 Jul 2009 21:44:43 +0300 (EEST)  | 2009-07-20T21:44:43 180",
                "Sun, 20 Jul 2009 21:44:43 +0300         | 2009-07-20T21:44:43 180",
                "mon, 20 JUL 2009 21:44:43 -0000         | 2009-07-20T21:44:43 0",
                "31 Dec 2016 23:59:60 +0000              | 2016-12-31T23:59:59 0 leap",
                "29 Feb 2024 00:00:00 +9959              | 2024-02-29T00:00 5999",
                "29 Feb 2000 00:00:00 -9959              | 2000-02-29T00:00 -5999",
                "1 Jan 9999 00:00:00 +0000               | 9999-01-01T00:00 0",
            })
    void dates(String text, String date) {
        assertEquals(date, read(MailDate.parse(Bytes.utf8(text))));
    }

    @ParameterizedTest
    @Spec("RFC 5322 §4.3")
    @CsvSource(
            delimiter = '|',
            value = {
                "Mon , (a(b)\\)) 20 Jul 2009 21 : 44 (c) : 43 GMT | 2009-07-20T21:44:43 0",
                "20 Jul 09 21:44 EST                     | 2009-07-20T21:44 -300",
                "20 Jul 49 21:44 edt                     | 2049-07-20T21:44 -240",
                "20 Jul 50 21:44 CDT                     | 1950-07-20T21:44 -300",
                "20 Jul 109 21:44 PST                    | 2009-07-20T21:44 -480",
                "20 Jul 109 21:44 MDT                    | 2009-07-20T21:44 -360",
                "20 Jul 2009 21:44 UT                    | 2009-07-20T21:44 0",
                "20 Jul 2009 21:44 Z                     | 2009-07-20T21:44 0",
                "20 Jul 2009 21:44 A                     | 2009-07-20T21:44 0",
                "20 Jul 2009 21:44 CEST                  | 2009-07-20T21:44 0",
            })
    void obsoleteDates(String text, String date) {
        assertEquals(date, read(MailDate.parse(Bytes.utf8(text))));
    }

    @ParameterizedTest
    @Spec({"RFC 5322 §3.3", "RFC 5260 §4"})
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~                                      | 0 expected the day of the month",
                "32 Jan 2009 00:00 +0000                 | 23 the month has no such day",
                "0 Jan 2009 00:00 +0000                  | 22 the month has no such day",
                "29 Feb 2023 00:00 +0000                 | 23 the month has no such day",
                "29 Feb 1900 00:00 +0000                 | 23 the month has no such day",
                "1 Jan 1899 00:00 +0000                  | 22 no year from 1900 to 9999",
                "1 Jan 10000 00:00 +0000                 | 23 no year from 1900 to 9999",
                "1 Jan 2009 24:00 +0000                  | 22 no clock shows this time",
                "1 Jan 2009 23:60 +0000                  | 22 no clock shows this time",
                "1 Jan 2009 23:59:61 +0000               | 25 no clock shows this time",
                "1 Jan 2009 3:59 +0000                   | 12 expected two digits of the hour",
                "1 Jan 2009 03:59                        | 16 expected a zone",
                "1 Jan 2009 03:59 +000                   | 21 expected four digits of the zone",
                "1 Jan 2009 03:59 +00000                 | 22 expected four digits of the zone",
                "1 Jan 2009 03:59 +0060                  | 22 no zone has so many minutes",
                "1 Foo 2009 03:59 +0000                  | 2 expected the name of a month",
                "Day, 1 Jan 2009 03:59 +0000             | 0 expected the name of a day",
                "Mon 1 Jan 2009 03:59 +0000              | 4 expected ~,~",
                "1 Jan 2009 03:59 +0000 x                | 23 expected the end of the date",
                "1 Jan 2009 03:59 +0000 (x               | 25 this comment does not end",
                "1 Jan 2009 03:59 (                      | 18 this comment does not end",
                "2009-01-01T03:59:00Z                    | 2 expected the day of the month",
            })
    void noDates(String text, String why) {
        assertEquals(why.replace('~', '"'), read(MailDate.parse(Bytes.utf8(text))));
    }

    @ParameterizedTest
    @Spec("RFC 5260 §4")
    @ValueSource(
            strings = {
                "Wed, 12 Nov 2014 18:18:31 +0100",
                " from a (b; c) by d with \"e;\" id f;\r\n Wed, 12 Nov 2014 18:18:31 +0100",
                "a; b;12 Nov 2014 18:18:31 +0100 (x;y)",
                "a (unfinished \\) ); 12 Nov 2014 18:18:31 +0100",
                "a) ; 12 Nov 2014 18:18:31 +0100",
            })
    void theDateAtTheEnd(String text) {
        assertEquals("2014-11-12T18:18:31 60", read(MailDate.parseAtEnd(Bytes.utf8(text))));
    }

    @Test
    @Spec("RFC 5260 §4.1")
    void theSameMomentElsewhere() {
        MailDate date = ((Parsed.Ok<MailDate>) MailDate.parse(Bytes.utf8("31 Dec 2016 23:59:60 +0000"))).value();
        assertEquals("2017-01-01T01:29:59 90 leap", read(new Parsed.Ok<>(date.at(90))));
        assertEquals(60, date.at(90).second());
    }

    @Test
    @Spec("MSG-9")
    void anythingGivesAnAnswer() {
        Random random = new Random(5_260);
        String[] pieces = {
            "Mon",
            ",",
            " ",
            "20",
            "Jul",
            "2009",
            "21:44:43",
            "+0300",
            "(",
            ")",
            "\\",
            ";",
            "\"",
            "\r\n ",
            "60",
            "é",
            "-",
            "GMT",
            "9".repeat(50)
        };
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "Mon, 20 Jul 2009 21:44:43 +0300" : "");
            for (int n = random.nextInt(10); n > 0; n--) {
                text.insert(random.nextInt(text.length() + 1), pieces[random.nextInt(pieces.length)]);
            }
            Bytes value = Bytes.utf8(text.toString());
            if (MailDate.parseAtEnd(value) instanceof Parsed.Malformed<MailDate>(int offset, String why)) {
                assertTrue(offset >= 0 && offset <= value.length());
                assertTrue(why.chars().allMatch(c -> c >= ' ' && c <= '~'));
            }
        }
    }
}
