package org.vidimus.daemon.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.vidimus.daemon.config.TableType.Complaint;
import org.vidimus.signer.rules.AddressPattern;
import org.vidimus.signer.rules.Consequence;
import org.vidimus.signer.rules.LoginPattern;
import org.vidimus.signer.rules.LoginPolicy;

/// The keys that say who is signed for, with what, and how: `[sign]` and what is in it.
public final class SignKeys {
    private static final int LEAST_KEY_BITS = 1024; // RFC 8301 §3.2
    private static final int MOST_THREADS = 256;

    /// The shortest RSA key.
    public static final Key<Long> MINIMUM_KEY_BITS = Key.of(
            "minimum-key-bits",
            Types.integer(LEAST_KEY_BITS, 8192),
            (long) LEAST_KEY_BITS,
            "The shortest RSA key, in bits, that may sign; a shorter one counts as broken. RFC 8301 §3.2 forbids those"
                    + " below 1024 and asks for 2048; at the start there is a warning about those between.");

    /// Mail that cannot be signed.
    public static final Key<Consequence> ON_UNSIGNABLE = Key.of(
            "on-unsignable",
            consequence(EnumSet.allOf(Consequence.class)),
            Consequence.UNSIGNED,
            "What becomes of mail from inside that cannot be signed as it is: no From or several authors, a field twice"
                    + " that may be there once, a stray CR, LF or NUL, lines of more than 998 octets. `unsigned` lets"
                    + " it go without a signature, `reject` refuses it for good (550 5.7.1), `tempfail` for now (451"
                    + " 4.7.0).");

    /// Keys that cannot be used.
    public static final Key<Consequence> ON_BROKEN_KEY = Key.of(
            "on-broken-key",
            consequence(EnumSet.of(Consequence.UNSIGNED, Consequence.TEMPFAIL)),
            Consequence.TEMPFAIL,
            "What becomes of mail whose key is missing, broken or open to others: `tempfail` until somebody mends it,"
                    + " or `unsigned`. Mail of other domains is not touched by it.");

    /// Logins that may not use their author.
    public static final Key<Consequence> ON_NOT_ALLOWED = Key.of(
            "on-not-allowed",
            consequence(EnumSet.allOf(Consequence.class)),
            Consequence.UNSIGNED,
            "What becomes of mail whose author the login may not use: `unsigned`, `reject` or `tempfail`.");

    /// Recipients who get no signature.
    public static final Key<List<AddressPattern>> EXCEPT_RECIPIENTS = Key.of(
            "except-recipients",
            Types.list(0, SignRuleKeys.PATTERN_TYPE),
            List.of(),
            "Recipients whose mail is not signed, as patterns like those of a rule. One of them among others is"
                    + " enough, because all get the same message.");

    /// Whether logins are checked.
    public static final Key<Boolean> CHECK_LOGINS = Key.of(
            "check-logins",
            Types.bool(),
            true,
            "Whether a client that logged in must be allowed to use the author before its mail is signed (CERT"
                    + " VU#244112): by `[[sign.login]]`; without an entry, a login that is an address may use all"
                    + " authors of its own domain, and any other login all authors while the rules sign for one"
                    + " domain only.");

    /// Signatures at a time.
    public static final Key<Long> THREADS = Key.of(
            "threads",
            Types.integer(0, MOST_THREADS),
            0L,
            "How many signatures are made at a time; with 0, one for each processor. More wait for their turn, so that"
                    + " the rest of the filter is never starved.");

    /// How often files are looked at.
    public static final Key<Duration> REFRESH = Key.of(
            "refresh",
            Types.duration(Duration.ofSeconds(1), Duration.ofHours(1)),
            Duration.ofSeconds(10),
            "How often key files and the key directory are looked at for changes. A new key is used from then on; what"
                    + " is wrong with one is logged once.");

    /// The rules.
    public static final Key<List<Values>> RULES = Key.tables(
            "rule",
            TableType.of(
                            SignRuleKeys.FROM,
                            SignRuleKeys.KEYS,
                            SignRuleKeys.MANAGED,
                            SignRuleKeys.DOMAIN,
                            SignRuleKeys.IDENTITY,
                            ProfileKeys.RULE_CANONICALIZATION,
                            ProfileKeys.RULE_HEADERS,
                            ProfileKeys.RULE_EXTRA_HEADERS,
                            ProfileKeys.RULE_OVERSIGN,
                            ProfileKeys.RULE_EXPIRE)
                    .checked(SignRuleKeys.KEYS, SignKeys::withoutKeys)
                    .checked(List.of(SignRuleKeys.KEYS), SignKeys::twice)
                    .checked(SignRuleKeys.DOMAIN, SignKeys::domainOfNothing),
            "Who is signed for. Rules are tried in the order of the file; the first that is for the author decides."
                    + " Only mail from inside is signed: of clients that logged in, of `trust.networks`, of programs"
                    + " on the MTA's host, and of doors in `roles.sign`.");

    /// The logins.
    public static final Key<List<Values>> LOGINS = Key.tables(
            "login",
            TableType.of(SignRuleKeys.LOGIN, SignRuleKeys.MAY),
            "Which authors a login may use; see `sign.check-logins`.");

    /// The file of OpenDKIM.
    public static final Key<Optional<Path>> OPENDKIM_CONFIG = Key.of(
                    "config",
                    Types.optional(SignRuleKeys.FILE_TYPE),
                    Optional.<Path>empty(),
                    "The file whose keys, tables and lists decide in place of `[[sign.rule]]`, with OpenDKIM's own"
                            + " meaning. `vidimus import opendkim` writes it as rules.")
            .example("\"/etc/opendkim.conf\"");

    /// OpenDKIM.
    public static final Key<Values> OPENDKIM = Key.table(
            "opendkim", TableType.of(OPENDKIM_CONFIG), "A configuration of OpenDKIM that is used as it stands.");

    /// Signing.
    public static final Key<Values> SIGN = Key.table(
            "sign",
            TableType.of(
                            ProfileKeys.CANONICALIZATION,
                            ProfileKeys.HEADERS,
                            ProfileKeys.EXTRA_HEADERS,
                            ProfileKeys.OVERSIGN,
                            ProfileKeys.EXPIRE,
                            ProfileKeys.TIMESTAMP,
                            MINIMUM_KEY_BITS,
                            ON_UNSIGNABLE,
                            ON_BROKEN_KEY,
                            ON_NOT_ALLOWED,
                            EXCEPT_RECIPIENTS,
                            CHECK_LOGINS,
                            THREADS,
                            REFRESH,
                            OPENDKIM,
                            RULES,
                            LOGINS)
                    .checked(ProfileKeys.TIMESTAMP, ProfileKeys::withoutTimestamp)
                    .checked(List.of(OPENDKIM, OPENDKIM_CONFIG), SignKeys::twoMasters)
                    .checked(List.of(RULES), SignKeys::hidden)
                    .checked(List.of(LOGINS), SignKeys::sameLogin),
            "How mail from inside is signed (DKIM). Without a rule nothing is.");

    private SignKeys() {}

    private static TextType<Consequence> consequence(Set<Consequence> allowed) {
        List<String> words =
                allowed.stream().map(word -> "\"" + word.word() + "\"").toList();
        return Types.text(
                "one of " + String.join(", ", words),
                text -> allowed.stream()
                        .filter(consequence -> consequence.word().equals(text))
                        .findFirst()
                        .<Parsed<Consequence>>map(Parsed.Ok::new)
                        .orElseGet(() -> new Parsed.Wrong<>("\"" + text + "\" is unknown")),
                Consequence::word);
    }

    /// The settings that a file's values mean.
    static SignSettings settings(Values root) {
        Values sign = root.get(SIGN);
        long threads = sign.get(THREADS);
        return new SignSettings(
                sign.get(RULES).stream()
                        .map(rule -> new SignSettings.Rule(
                                rule.place(),
                                rule.get(SignRuleKeys.FROM),
                                SignRuleKeys.keys(rule),
                                rule.get(SignRuleKeys.IDENTITY),
                                ProfileKeys.profile(sign, rule)))
                        .toList(),
                new LoginPolicy(sign.get(CHECK_LOGINS), logins(sign), sign.get(ON_NOT_ALLOWED)),
                sign.get(EXCEPT_RECIPIENTS),
                sign.get(ON_UNSIGNABLE),
                sign.get(ON_BROKEN_KEY),
                Math.toIntExact(sign.get(MINIMUM_KEY_BITS)),
                threads == 0 ? Optional.empty() : Optional.of(Math.toIntExact(threads)),
                sign.get(REFRESH),
                LifecycleKeys.settings(root).directory(),
                sign.get(OPENDKIM).get(OPENDKIM_CONFIG));
    }

    private static List<LoginPolicy.Entry> logins(Values sign) {
        return sign.get(LOGINS).stream()
                .map(login -> new LoginPolicy.Entry(
                        login.place(), login.get(SignRuleKeys.LOGIN), login.get(SignRuleKeys.MAY)))
                .toList();
    }

    private static Optional<String> withoutKeys(Values rule) {
        return SignRuleKeys.keys(rule).isEmpty()
                ? Optional.of("is empty; expected at least one key, or managed = true")
                : Optional.empty();
    }

    private static Optional<String> domainOfNothing(Values rule) {
        return rule.get(SignRuleKeys.DOMAIN).isPresent() && !rule.get(SignRuleKeys.MANAGED)
                ? Optional.of("means nothing without managed = true; expected a domain in each of keys")
                : Optional.empty();
    }

    /// Two keys of one name would make two signatures of which one fails.
    private static List<Complaint> twice(Values rule) {
        List<Complaint> complaints = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        List<Values> keys = rule.get(SignRuleKeys.KEYS);
        for (int i = 0; i < keys.size(); i++) {
            String name = keys.get(i).get(SignRuleKeys.KEY_SELECTOR) + "._domainkey."
                    + keys.get(i).get(SignRuleKeys.KEY_DOMAIN);
            if (seen.putIfAbsent(name, i) != null) {
                complaints.add(new Complaint(i, name + " is there already; expected another selector"));
            }
        }
        return complaints;
    }

    private static List<Complaint> twoMasters(Values sign) {
        return sign.get(OPENDKIM).get(OPENDKIM_CONFIG).isPresent()
                        && !sign.get(RULES).isEmpty()
                ? List.of(Complaint.of("and [[sign.rule]] are both given; expected one of them"))
                : List.of();
    }

    private static List<Complaint> hidden(Values sign) {
        return RuleOrder.hidden(sign.get(RULES));
    }

    private static List<Complaint> sameLogin(Values sign) {
        List<Complaint> complaints = new ArrayList<>();
        Map<LoginPattern, String> seen = new HashMap<>();
        List<Values> logins = sign.get(LOGINS);
        for (int i = 0; i < logins.size(); i++) {
            String first = seen.putIfAbsent(
                    logins.get(i).get(SignRuleKeys.LOGIN), logins.get(i).place());
            if (first != null) {
                complaints.add(new Complaint(i, "an entry for the same login is at " + first));
            }
        }
        return complaints;
    }

    /// For an error message: the patterns of a rule.
    static String patterns(Values rule) {
        return rule.get(SignRuleKeys.FROM).stream()
                .map(AddressPattern::toString)
                .collect(Collectors.joining(", "));
    }
}
