package org.vidimus.signer.lifecycle;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;

/// How selectors are made: text with `{year}`, `{month}`, `{day}`, `{algorithm}` (`rsa` or `ed25519`) and `{slot}`
/// in it. Immutable.
///
/// `{slot}` is the first letter whose selector the domain does not have, so that a domain goes to and fro between
/// two or three names; its aliases are then published once. Without it, a name that is taken gets a number.
///
/// @param text the template
public record SelectorTemplate(String text) {
    private static final Pattern FIELD = Pattern.compile("\\{(year|month|day|algorithm|slot)\\}");

    /// Such as `202611-rsa`.
    public static final SelectorTemplate DEFAULT = new SelectorTemplate("{year}{month}-{algorithm}");

    private static final int TRIES = 1000;

    /// Checks the text.
    ///
    /// @throws IllegalArgumentException if it makes no selectors
    public SelectorTemplate {
        String plain = FIELD.matcher(text).replaceAll("x");
        if (!(DomainName.parse(plain) instanceof Parsed.Ok<DomainName>) || plain.length() > 60) {
            throw new IllegalArgumentException(
                    "a selector template is made of letters, digits, hyphens, dots, {year}, {month}, {day},"
                            + " {algorithm} and {slot}");
        }
    }

    /// A selector for a new key.
    ///
    /// @param taken whether a selector cannot be used
    /// @throws LifecycleException if all that it can make are taken, or too long
    DomainName make(KeyAlgorithm algorithm, Instant now, Predicate<DomainName> taken) throws LifecycleException {
        boolean slots = text.contains("{slot}");
        for (int number = 0; number < (slots ? 26 : TRIES); number++) {
            String name = fill(algorithm, LocalDate.ofInstant(now, ZoneOffset.UTC), (char) ('a' + number % 26));
            String whole = slots || number == 0 ? name : name + "-" + (number + 1);
            if (DomainName.parse(whole) instanceof Parsed.Ok<DomainName>(DomainName selector)
                    && !taken.test(selector)) {
                return selector;
            }
        }
        throw new LifecycleException("no selector is left that \"" + text + "\" could make");
    }

    private String fill(KeyAlgorithm algorithm, LocalDate today, char slot) {
        return FIELD.matcher(text).replaceAll(field -> switch (field.group(1)) {
            case "year" -> String.format(Locale.ROOT, "%04d", today.getYear());
            case "month" -> String.format(Locale.ROOT, "%02d", today.getMonthValue());
            case "day" -> String.format(Locale.ROOT, "%02d", today.getDayOfMonth());
            case "algorithm" -> algorithm.keyType().word();
            default -> String.valueOf(slot);
        });
    }
}
