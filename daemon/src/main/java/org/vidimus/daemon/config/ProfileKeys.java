package org.vidimus.daemon.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.Canonicalization;
import org.vidimus.signer.dkim.HeaderSelection;
import org.vidimus.signer.dkim.SignatureProfile;

/// The keys that say how signatures are made: in `[sign]` for all, in a `[[sign.rule]]` for its own.
public final class ProfileKeys {
    private static final SignatureProfile DEFAULT = SignatureProfile.DEFAULT;
    private static final String NEVER = "none";
    private static final Duration SHORTEST = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(366);

    private static final TextType<Canonicalization.Pair> CANONICALIZATION_TYPE = Types.text(
            "\"relaxed/relaxed\", \"relaxed/simple\", \"simple/relaxed\" or \"simple/simple\"",
            ProfileKeys::canonicalization,
            Canonicalization.Pair::toString);

    private static final TextType<String> FIELD_TYPE =
            Types.text("the name of a header field that may be signed", ProfileKeys::field, name -> name);

    private static final TextType<Optional<Duration>> EXPIRE_TYPE = Types.text(
            "a duration of 1h to 366d in ms, s, m, h or d, or \"none\"",
            ProfileKeys::expire,
            time -> time.map(Amounts::format).orElse(NEVER));

    /// c=.
    public static final Key<Canonicalization.Pair> CANONICALIZATION = Key.of(
            "canonicalization",
            CANONICALIZATION_TYPE,
            DEFAULT.canonicalization(),
            "How header and body are made canonical before they are hashed (`c=`). With `relaxed` a signature survives"
                    + " servers that fold lines anew or trim blanks.");

    /// Which fields.
    public static final Key<List<String>> HEADERS = Key.of(
            "headers",
            Types.list(1, FIELD_TYPE),
            sorted(DEFAULT.headers().signed()),
            "The header fields that are signed where they occur, every one of a name. From always is. Fields that"
                    + " servers add, remove or rewrite are refused (RFC 6376 §5.4).");

    /// More fields.
    public static final Key<List<String>> EXTRA_HEADERS = Key.of(
            "extra-headers",
            Types.list(0, FIELD_TYPE),
            List.of(),
            "Header fields that are signed besides those of `headers`, such as `X-Ticket`.");

    /// Fields that nobody may add.
    public static final Key<List<String>> OVERSIGN = Key.of(
            "oversign",
            Types.list(0, FIELD_TYPE),
            sorted(DEFAULT.headers().oversigned()),
            "The header fields that nobody may add once the message is signed: they are named once more than they"
                    + " occur (RFC 6376 §8.15).");

    /// x=.
    public static final Key<Optional<Duration>> EXPIRE = Key.of(
            "expire",
            EXPIRE_TYPE,
            DEFAULT.lifetime(),
            "How long a signature is good (`x=`), or `none` for always. A message that a thief sends again and again"
                    + " stops passing then; one that waits in a queue for longer stops too, so leave it some days.");

    /// t=.
    public static final Key<Boolean> TIMESTAMP = Key.of(
            "timestamp",
            Types.bool(),
            DEFAULT.timestamp(),
            "Whether a signature says when it was made (`t=`). `expire` needs it.");

    /// c= of a rule.
    public static final Key<Optional<Canonicalization.Pair>> RULE_CANONICALIZATION =
            ofRule(CANONICALIZATION, CANONICALIZATION_TYPE, "\"relaxed/simple\"");

    /// The fields of a rule.
    public static final Key<Optional<List<String>>> RULE_HEADERS =
            ofRule(HEADERS, HEADERS.type(), "[\"from\", \"subject\", \"date\"]");

    /// More fields of a rule.
    public static final Key<List<String>> RULE_EXTRA_HEADERS = Key.of(
            "extra-headers",
            Types.list(0, FIELD_TYPE),
            List.of(),
            "Header fields that are signed besides those of `headers` and of `sign.extra-headers`.");

    /// Fields that nobody may add, of a rule.
    public static final Key<Optional<List<String>>> RULE_OVERSIGN = ofRule(OVERSIGN, OVERSIGN.type(), "[\"from\"]");

    /// x= of a rule.
    public static final Key<Optional<Optional<Duration>>> RULE_EXPIRE = ofRule(EXPIRE, EXPIRE_TYPE, "\"30d\"");

    private ProfileKeys() {}

    private static <T> Key<Optional<T>> ofRule(Key<T> key, ValueType<T> type, String example) {
        return Key.of(
                        key.name(),
                        Types.optional(type),
                        Optional.<T>empty(),
                        "As `sign." + key.name() + "`, for this rule; without it that counts.")
                .example(example);
    }

    /// How signatures are made by default.
    static SignatureProfile profile(Values sign) {
        return new SignatureProfile(
                sign.get(CANONICALIZATION),
                selection(sign.get(HEADERS), sign.get(EXTRA_HEADERS), List.of(), sign.get(OVERSIGN)),
                sign.get(TIMESTAMP),
                sign.get(EXPIRE),
                DEFAULT.tagOrder());
    }

    /// How those of one rule are.
    static SignatureProfile profile(Values sign, Values rule) {
        return new SignatureProfile(
                rule.get(RULE_CANONICALIZATION).orElseGet(() -> sign.get(CANONICALIZATION)),
                selection(
                        rule.get(RULE_HEADERS).orElseGet(() -> sign.get(HEADERS)),
                        sign.get(EXTRA_HEADERS),
                        rule.get(RULE_EXTRA_HEADERS),
                        rule.get(RULE_OVERSIGN).orElseGet(() -> sign.get(OVERSIGN))),
                sign.get(TIMESTAMP),
                rule.get(RULE_EXPIRE).orElseGet(() -> sign.get(EXPIRE)),
                DEFAULT.tagOrder());
    }

    private static HeaderSelection selection(
            List<String> headers, List<String> extra, List<String> more, List<String> oversign) {
        List<String> signed = new ArrayList<>(headers);
        signed.addAll(extra);
        signed.addAll(more);
        return new HeaderSelection(new HashSet<>(signed), new HashSet<>(oversign));
    }

    /// A signature that expires has to say when it was made.
    static Optional<String> withoutTimestamp(Values sign) {
        boolean expires = Stream.concat(
                        Stream.of(sign.get(EXPIRE)),
                        sign.get(SignKeys.RULES).stream().flatMap(rule -> rule.get(RULE_EXPIRE).stream()))
                .anyMatch(Optional::isPresent);
        return expires && !sign.get(TIMESTAMP)
                ? Optional.of("is false, but signatures expire; expected true, or expire = \"none\"")
                : Optional.empty();
    }

    private static Parsed<Canonicalization.Pair> canonicalization(String text) {
        return Canonicalization.Pair.parse(Bytes.utf8(text))
                .filter(pair -> pair.toString().equals(text))
                .<Parsed<Canonicalization.Pair>>map(Parsed.Ok::new)
                .orElseGet(() -> new Parsed.Wrong<>("\"" + text + "\" is unknown"));
    }

    private static Parsed<String> field(String text) {
        return HeaderSelection.refusal(text)
                .<Parsed<String>>map(why -> new Parsed.Wrong<>("\"" + text + "\" " + why))
                .orElseGet(() -> new Parsed.Ok<>(text.toLowerCase(Locale.ROOT)));
    }

    private static Parsed<Optional<Duration>> expire(String text) {
        if (text.equals(NEVER)) {
            return new Parsed.Ok<>(Optional.empty());
        }
        return Amounts.parseDuration(text)
                .<Parsed<Optional<Duration>>>map(time -> time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0
                        ? new Parsed.Ok<>(Optional.of(time))
                        : new Parsed.Wrong<>("\"" + text + "\" is out of range"))
                .orElseGet(() -> new Parsed.Wrong<>("\"" + text + "\" is not a number and a unit"));
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }
}
