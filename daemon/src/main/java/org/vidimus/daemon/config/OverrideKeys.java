package org.vidimus.daemon.config;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.vidimus.daemon.config.TableType.Complaint;
import org.vidimus.policy.pipeline.DomainPattern;
import org.vidimus.policy.pipeline.ListPattern;
import org.vidimus.policy.pipeline.Network;
import org.vidimus.policy.pipeline.OverrideAction;
import org.vidimus.policy.pipeline.OverrideConditions;
import org.vidimus.policy.pipeline.OverrideRule;
import org.vidimus.policy.pipeline.PolicyOverride;

/// The keys of a `[[policy.override]]`.
public final class OverrideKeys {
    private static final int LONGEST_COMMENT = 200;

    private static final TextType<DomainPattern> DOMAIN_TYPE = Types.text(
            "a domain name such as \"example.com\", or \"*.example.com\"",
            text -> PolicyKeys.parsed(text, DomainPattern.parse(text)),
            DomainPattern::toString);

    private static final TextType<ListPattern> LIST_TYPE = Types.text(
            "a list-id such as \"announce.example.com\", or \"*.example.com\"",
            text -> PolicyKeys.parsed(text, ListPattern.parse(text)),
            ListPattern::toString);

    private static final List<PolicyOverride.Kind> REASONS = List.of(
            PolicyOverride.Kind.LOCAL_POLICY,
            PolicyOverride.Kind.MAILING_LIST,
            PolicyOverride.Kind.TRUSTED_FORWARDER,
            PolicyOverride.Kind.OTHER);

    /// What it is called.
    public static final Key<String> NAME = Key.required(
                    "name",
                    Types.text("1 to 64 letters, digits, `.`, `_` or `-`", OverrideKeys::name, name -> name),
                    "What the override is called, in the log, in the metric `vidimus_policy_override_total`, in reports"
                            + " and to senders whose mail it refuses. No two have the same name.")
            .example("\"members-list\"");

    /// Clients.
    public static final Key<List<Network>> NETWORKS = Key.of(
            "networks", Types.list(0, PolicyKeys.NETWORK_TYPE), List.of(), "Networks that the client is in one of.");

    /// Envelope senders.
    public static final Key<List<DomainPattern>> ENVELOPE_DOMAINS = Key.of(
            "envelope-domains",
            Types.list(0, DOMAIN_TYPE),
            List.of(),
            "Domains of the envelope sender (MAIL FROM). `example.com` is that domain alone, `*.example.com` all below"
                    + " it. Whoever sends a message writes there what he likes.");

    /// Authors.
    public static final Key<List<DomainPattern>> FROM_DOMAINS = Key.of(
            "from-domains",
            Types.list(0, DOMAIN_TYPE),
            List.of(),
            "Domains in From, likewise, and as little proven. Where From names several domains, all must be among"
                    + " these for `none`, `accept` and `tag`, and one for the other actions.");

    /// Lists.
    public static final Key<List<ListPattern>> LIST_IDS = Key.of(
            "list-ids",
            Types.list(0, LIST_TYPE),
            List.of(),
            "Mailing lists by their List-Id (RFC 2919), what stands in angle brackets there; `*.example.com` is every"
                    + " one that ends so. As little proven as From.");

    /// Seals.
    public static final Key<List<DomainPattern>> SEALERS = Key.of(
            "sealers",
            Types.list(0, DOMAIN_TYPE),
            List.of(),
            "Domains of ARC seals: the chain is good, and all who sealed it are among these.");

    /// Signatures.
    public static final Key<List<DomainPattern>> DKIM_DOMAINS = Key.of(
            "dkim-domains",
            Types.list(0, DOMAIN_TYPE),
            List.of(),
            "Domains of DKIM signatures (`d=`), one of which passes.");

    /// What is done.
    public static final Key<OverrideAction> ACTION = Key.required(
                    "action",
                    Types.choice(OverrideAction.class),
                    "What becomes of such mail. `none`: what DMARC asks is not done, as with `p=none`; SPF alone may"
                            + " still decide. `accept`: neither DMARC nor SPF has any consequence. `tag`: as `accept`,"
                            + " and a field `X-Vidimus-Tag` with the name is put on top. `quarantine`: the MTA holds it,"
                            + " whatever DMARC and SPF say. `reject`: it is refused (550 5.7.1), whatever they say.")
            .example("\"none\"");

    /// Why.
    public static final Key<PolicyOverride.Kind> REASON = Key.of(
            "reason",
            Types.text(
                    REASONS.stream()
                            .map(kind -> "\"" + kind.word() + "\"")
                            .collect(Collectors.joining(", ", "one of ", "")),
                    OverrideKeys::reason,
                    PolicyOverride.Kind::word),
            PolicyOverride.Kind.LOCAL_POLICY,
            "The kind of reason that reports give for it (RFC 9990 §3.1.6).");

    /// More about why.
    public static final Key<String> COMMENT = Key.of(
            "comment",
            Types.text(
                    "up to " + LONGEST_COMMENT + " characters of printable ASCII", OverrideKeys::comment, text -> text),
            "",
            "More about the reason. It is written into the Authentication-Results field and into reports.");

    /// Until when.
    public static final Key<Optional<LocalDate>> EXPIRES = Key.of(
                    "expires",
                    Types.optional(new DateType()),
                    Optional.<LocalDate>empty(),
                    "The last day, in UTC, on which it counts. `vidimus config check` and the start warn about those"
                            + " that count no more.")
            .example("2027-06-30");

    /// The overrides.
    public static final Key<List<Values>> OVERRIDES = Key.tables(
            "override",
            TableType.of(
                            NAME,
                            NETWORKS,
                            ENVELOPE_DOMAINS,
                            FROM_DOMAINS,
                            LIST_IDS,
                            SEALERS,
                            DKIM_DOMAINS,
                            ACTION,
                            REASON,
                            COMMENT,
                            EXPIRES)
                    .checked(ACTION, OverrideKeys::unconditional),
            "What becomes of some mail from outside, whatever SPF and DMARC say. It is for mail for which every"
                    + " condition holds that is given, each by one of its values. The first that is for a message"
                    + " decides, before `trust.forwarders` and `arc.trusted-sealers`, which count only where none is."
                    + " docs/policy.md has examples.");

    private OverrideKeys() {}

    /// The rules that a file's values mean.
    static List<OverrideRule> rules(Values root) {
        return root.get(LocalPolicyKeys.POLICY).get(OVERRIDES).stream()
                .map(OverrideKeys::rule)
                .toList();
    }

    static OverrideRule rule(Values table) {
        return new OverrideRule(
                table.get(NAME),
                conditions(table),
                table.get(ACTION),
                table.get(REASON),
                table.get(COMMENT),
                table.get(EXPIRES));
    }

    private static OverrideConditions conditions(Values table) {
        return new OverrideConditions(
                table.get(NETWORKS),
                table.get(ENVELOPE_DOMAINS),
                table.get(FROM_DOMAINS),
                table.get(LIST_IDS),
                table.get(SEALERS),
                table.get(DKIM_DOMAINS));
    }

    /// Two overrides of one name could not be told apart in the log.
    static List<Complaint> namesakes(Values policy) {
        List<Complaint> complaints = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<Values> tables = policy.get(OVERRIDES);
        for (int i = 0; i < tables.size(); i++) {
            String name = tables.get(i).get(NAME);
            if (!names.add(name)) {
                complaints.add(new Complaint(i, "has the name of another, \"" + name + "\"; expected one of its own"));
            }
        }
        return complaints;
    }

    private static Optional<String> unconditional(Values table) {
        return conditions(table).isEmpty()
                ? Optional.of("has no condition and would be for all mail; expected one of networks,"
                        + " envelope-domains, from-domains, list-ids, sealers, dkim-domains")
                : Optional.empty();
    }

    private static Parsed<String> name(String text) {
        return text.matches("[A-Za-z0-9._-]{1,64}")
                ? new Parsed.Ok<>(text)
                : new Parsed.Wrong<>("\"" + text + "\" is no such name");
    }

    private static Parsed<String> comment(String text) {
        return text.length() <= LONGEST_COMMENT && text.chars().allMatch(c -> c >= ' ' && c < 0x7f)
                ? new Parsed.Ok<>(text)
                : new Parsed.Wrong<>("\"" + text + "\" is not");
    }

    private static Parsed<PolicyOverride.Kind> reason(String text) {
        return REASONS.stream()
                .filter(kind -> kind.word().equals(text))
                .findFirst()
                .<Parsed<PolicyOverride.Kind>>map(Parsed.Ok::new)
                .orElseGet(() -> new Parsed.Wrong<>("\"" + text + "\" is unknown"));
    }
}
