package org.vidimus.policy.sieve.words;

import java.time.temporal.JulianFields;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.vidimus.policy.message.MailDate;

/// The parts of a date ([RFC 5260 §4.2](https://www.rfc-editor.org/rfc/rfc5260#section-4.2)).
enum DatePart {
    YEAR {
        @Override
        String of(MailDate date) {
            return "%04d".formatted(date.local().getYear());
        }
    },
    MONTH {
        @Override
        String of(MailDate date) {
            return two(date.local().getMonthValue());
        }
    },
    DAY {
        @Override
        String of(MailDate date) {
            return two(date.local().getDayOfMonth());
        }
    },
    DATE {
        @Override
        String of(MailDate date) {
            return YEAR.of(date) + "-" + MONTH.of(date) + "-" + DAY.of(date);
        }
    },
    JULIAN {
        @Override
        String of(MailDate date) {
            return Long.toString(date.local().getLong(JulianFields.MODIFIED_JULIAN_DAY));
        }
    },
    HOUR {
        @Override
        String of(MailDate date) {
            return two(date.local().getHour());
        }
    },
    MINUTE {
        @Override
        String of(MailDate date) {
            return two(date.local().getMinute());
        }
    },
    SECOND {
        @Override
        String of(MailDate date) {
            return two(date.second());
        }
    },
    TIME {
        @Override
        String of(MailDate date) {
            return HOUR.of(date) + ":" + MINUTE.of(date) + ":" + SECOND.of(date);
        }
    },
    ISO8601 {
        // RFC 3339 §5.6, with `Z` for UTC.
        @Override
        String of(MailDate date) {
            String zone = ZONE.of(date);
            String written = date.offset() == 0 ? "Z" : zone.substring(0, 3) + ":" + zone.substring(3);
            return DATE.of(date) + "T" + TIME.of(date) + written;
        }
    },
    STD11 {
        // RFC 5322 §3.3.
        @Override
        String of(MailDate date) {
            String day = DAYS.substring(3 * date.local().getDayOfWeek().getValue() - 3)
                    .substring(0, 3);
            String month =
                    MONTHS.substring(3 * date.local().getMonthValue() - 3).substring(0, 3);
            return day + ", " + DAY.of(date) + " " + month + " " + YEAR.of(date) + " " + TIME.of(date) + " "
                    + ZONE.of(date);
        }
    },
    ZONE {
        @Override
        String of(MailDate date) {
            int minutes = Math.abs(date.offset());
            return (date.offset() < 0 ? "-" : "+") + two(minutes / 60) + two(minutes % 60);
        }
    },
    WEEKDAY {
        // 0 is Sunday.
        @Override
        String of(MailDate date) {
            return Integer.toString(date.local().getDayOfWeek().getValue() % 7);
        }
    };

    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    /// The part that a script calls `name`, in any case.
    static Optional<DatePart> named(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return Stream.of(values()).filter(part -> part.name().equals(upper)).findFirst();
    }

    /// The part of a date as text.
    abstract String of(MailDate date);

    private static String two(int number) {
        return number < 10 ? "0" + number : Integer.toString(number);
    }
}
