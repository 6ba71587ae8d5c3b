package org.vidimus.policy.dmarc;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;

/// The list of <https://publicsuffix.org/>: below which names the public can register domains. DMARC's first
/// edition took Organizational Domains from it ([RFC 7489
/// §3.2](https://www.rfc-editor.org/rfc/rfc7489#section-3.2)).
///
/// Rules match by labels from the right; the longest wins, an exception (`!`) before all others, and where none
/// matches the last label is the suffix. Both sections count, that of ICANN's domains and that of private ones:
/// customers below `github.io` are as foreign to each other as those below `co.uk`.
///
/// Immutable.
public final class PublicSuffixList {
    private static final Pattern VERSION = Pattern.compile("^// VERSION: (\\S+)_UTC$");
    private static final DateTimeFormatter VERSION_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd_HH-mm-ss", Locale.ROOT);

    private enum Rule {
        /// The name itself is a suffix.
        NAME,
        /// Every name one label below is one (`*.`), and so is the name.
        NAME_AND_BELOW,
        /// Every name one label below is one.
        BELOW,
        /// The name is none, whatever else matches (`!`).
        EXCEPTION
    }

    private final Map<DomainName, Rule> rules;
    private final Optional<Instant> dated;
    private final int ignored;

    private PublicSuffixList(Map<DomainName, Rule> rules, Optional<Instant> dated, int ignored) {
        this.rules = Map.copyOf(rules);
        this.dated = dated;
        this.ignored = ignored;
    }

    /// Reads a list: one rule a line up to the first white space, `//` before comments, UTF-8.
    ///
    /// @return the list; `Malformed` if there is no rule in it, for then it is another file
    public static Parsed<PublicSuffixList> parse(Bytes file) {
        return parse(file, Optional.empty());
    }

    /// [#parse(Bytes)] of a file that was last changed at `modified`, in case the list does not say how old it
    /// is.
    public static Parsed<PublicSuffixList> parse(Bytes file, Instant modified) {
        return parse(file, Optional.of(modified));
    }

    private static Parsed<PublicSuffixList> parse(Bytes file, Optional<Instant> modified) {
        Map<DomainName, Rule> rules = new HashMap<>();
        Optional<Instant> dated = modified;
        int ignored = 0;
        for (String line : file.utf8().split("\n")) {
            Matcher version = VERSION.matcher(line);
            if (version.find()) {
                dated = instant(version.group(1)).or(() -> modified);
            }
            String rule = line.split("\\s", 2)[0];
            if (!rule.isEmpty() && !rule.startsWith("//") && !add(rule, rules)) {
                ignored++;
            }
        }
        return rules.isEmpty()
                ? new Parsed.Malformed<>(0, "not a public suffix list: no rule in it")
                : new Parsed.Ok<>(new PublicSuffixList(rules, dated, ignored));
    }

    private static boolean add(String text, Map<DomainName, Rule> rules) {
        boolean exception = text.startsWith("!");
        boolean below = text.startsWith("*.");
        String name = exception ? text.substring(1) : below ? text.substring(2) : text;
        if (!(DomainName.parse(name) instanceof Parsed.Ok<DomainName>(DomainName domain))) {
            return false;
        }
        Rule rule = exception ? Rule.EXCEPTION : below ? Rule.BELOW : Rule.NAME;
        rules.merge(domain, rule, (old, added) -> old == added ? old : combined(old, added));
        return true;
    }

    private static Rule combined(Rule one, Rule other) {
        return one == Rule.EXCEPTION || other == Rule.EXCEPTION ? Rule.EXCEPTION : Rule.NAME_AND_BELOW;
    }

    /// The public suffix that `name` is or stands below.
    public DomainName suffixOf(DomainName name) {
        int labels = name.labelCount();
        for (int count = labels; count >= 1; count--) {
            DomainName candidate = name.rightmost(count);
            if (rules.get(candidate) == Rule.EXCEPTION) {
                return candidate.parent().orElse(candidate);
            }
        }
        for (int count = labels; count >= 1; count--) {
            DomainName candidate = name.rightmost(count);
            if (isListed(candidate)) {
                return candidate;
            }
        }
        return name.rightmost(1); // the rule that applies where no other does is "*"
    }

    /// The domain directly below the public suffix of `name`, which is what one registers; empty where `name`
    /// is itself a public suffix.
    public Optional<DomainName> registeredDomain(DomainName name) {
        DomainName suffix = suffixOf(name);
        return suffix.equals(name) ? Optional.empty() : Optional.of(name.rightmost(suffix.labelCount() + 1));
    }

    /// Whether a rule of the list makes exactly this name a public suffix; the rule for unlisted names does not
    /// count.
    public boolean isListed(DomainName name) {
        Rule rule = rules.get(name);
        return rule == Rule.NAME
                || rule == Rule.NAME_AND_BELOW
                || (rule != Rule.EXCEPTION
                        && name.parent()
                                .map(rules::get)
                                .filter(List.of(Rule.BELOW, Rule.NAME_AND_BELOW)::contains)
                                .isPresent());
    }

    /// How many rules there are.
    public int size() {
        return rules.size();
    }

    /// How many lines were no rule that could be understood; 0 in every list seen.
    public int ignoredLines() {
        return ignored;
    }

    /// How old the list is: from its own `VERSION` line, which older ones do not have, or the time of the file.
    public Optional<Instant> dated() {
        return dated;
    }

    private static Optional<Instant> instant(String version) {
        try {
            return Optional.of(LocalDateTime.parse(version, VERSION_TIME).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }
}
