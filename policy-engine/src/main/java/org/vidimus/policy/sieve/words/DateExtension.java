package org.vidimus.policy.sieve.words;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.message.MailDate;
import org.vidimus.policy.sieve.compile.Call;
import org.vidimus.policy.sieve.compile.Compilation;
import org.vidimus.policy.sieve.compile.Extension;
import org.vidimus.policy.sieve.compile.Shape;
import org.vidimus.policy.sieve.compile.Shape.Kind;
import org.vidimus.policy.sieve.compile.TestWord;
import org.vidimus.policy.sieve.run.Condition;
import org.vidimus.policy.sieve.run.EditedHeader;
import org.vidimus.policy.sieve.run.Matching;
import org.vidimus.policy.sieve.run.Run;
import org.vidimus.policy.sieve.run.SieveFault;
import org.vidimus.policy.sieve.run.Text;
import org.vidimus.policy.sieve.syntax.Literal;

/// `date` and `currentdate` ([RFC 5260 §4, §5](https://www.rfc-editor.org/rfc/rfc5260#section-4)).
final class DateExtension implements Extension {
    private static final String GROUP = "zone";
    private static final String ZONE = "zone";
    private static final String ORIGINAL = "originalzone";

    /// The octets of a field that are read: more than any date needs with all comments that mail has.
    private static final int LONGEST = 16 << 10;

    @Override
    public String capability() {
        return "date";
    }

    @Override
    public List<TestWord> tests() {
        Shape current = zoned(Shape.of(Kind.STRING, Kind.STRINGS));
        Shape date = Occurrence.on(zoned(Shape.of(Kind.STRING, Kind.STRING, Kind.STRINGS)))
                .oneOf(GROUP, ORIGINAL);
        return List.of(
                new TestWord("date", date, DateExtension::date),
                new TestWord("currentdate", current, DateExtension::current));
    }

    private static Shape zoned(Shape shape) {
        return shape.matching().orOf(GROUP, ZONE, Kind.STRING, "date");
    }

    private static Condition date(Call call, Compilation compilation) {
        HeaderNames names = HeaderNames.of(call, List.of(call.string(0)), compilation);
        Zone zone = zone(call, compilation);
        Text part = part(call.string(1), compilation);
        Matching matching = compilation.matching(call, call.strings(2));
        return run -> {
            // §4: of several fields the first one counts.
            List<EditedHeader.Field> fields = names.fields(0, run);
            Optional<MailDate> date = fields.isEmpty() ? Optional.empty() : dateOf(fields.getFirst(), run);
            return matching.matchesAny(value(date.map(d -> zone.shifted(d, run)), part, run), run);
        };
    }

    private static Condition current(Call call, Compilation compilation) {
        Zone zone = zone(call, compilation);
        Text part = part(call.string(0), compilation);
        Matching matching = compilation.matching(call, call.strings(1));
        return run -> {
            ZonedDateTime now = run.message().time();
            int offset = now.getOffset().getTotalSeconds() / 60;
            MailDate date = new MailDate(now.toLocalDateTime().withNano(0), offset, false);
            return matching.matchesAny(value(Optional.of(zone.shifted(date, run)), part, run), run);
        };
    }

    private static Optional<MailDate> dateOf(EditedHeader.Field field, Run run) {
        if (field.field().value().length() > LONGEST) {
            return Optional.empty();
        }
        run.spendCharacters(field.field().value().length());
        return switch (MailDate.parseAtEnd(field.field().value())) {
            case Parsed.Ok<MailDate>(MailDate date) -> Optional.of(date);
            case Parsed.Malformed<MailDate> _ -> Optional.empty();
        };
    }

    private static List<String> value(Optional<MailDate> date, Text part, Run run) {
        String name = part.in(run);
        return date.flatMap(found -> DatePart.named(name).map(p -> p.of(found))).stream()
                .toList();
    }

    private static Text part(Literal literal, Compilation compilation) {
        Text part = compilation.text(literal);
        part.constant()
                .filter(name -> DatePart.named(name).isEmpty())
                .ifPresent(name -> compilation.error(literal.at(), "a date has no part \"" + name + "\""));
        return part;
    }

    private static Zone zone(Call call, Compilation compilation) {
        if (call.has(ORIGINAL)) {
            return (date, _) -> date;
        }
        Optional<Literal> literal = call.tagString(ZONE);
        if (literal.isEmpty()) {
            return (date, run) -> date.at(local(date, run.message().time().getZone()));
        }
        Text zone = compilation.text(literal.get());
        zone.constant()
                .filter(text -> offset(text).isEmpty())
                .ifPresent(text -> compilation.error(literal.get().at(), noZone(text)));
        return (date, run) -> {
            String text = zone.in(run);
            return date.at(offset(text).orElseThrow(() -> new SieveFault(noZone(text))));
        };
    }

    private static String noZone(String text) {
        return "\"" + text + "\" is no offset such as \"+0100\"";
    }

    /// §4.1: `+` or `-` and four digits.
    private static Optional<Integer> offset(String text) {
        boolean signed = text.length() == 5 && "+-".indexOf(text.charAt(0)) >= 0;
        if (!signed || !text.substring(1).chars().allMatch(Ascii::isDigit) || text.charAt(3) > '5') {
            return Optional.empty();
        }
        int minutes = Integer.parseInt(text.substring(1, 3)) * 60 + Integer.parseInt(text.substring(3));
        return Optional.of(text.charAt(0) == '-' ? -minutes : minutes);
    }

    /// Minutes by which clocks of `zone` were ahead of UTC at that moment.
    private static int local(MailDate date, ZoneId zone) {
        LocalDateTime utc = date.at(0).local();
        return zone.getRules().getOffset(utc.toInstant(ZoneOffset.UTC)).getTotalSeconds() / 60;
    }

    /// The zone to which a test moves a date.
    @FunctionalInterface
    private interface Zone {
        MailDate shifted(MailDate date, Run run);
    }
}
