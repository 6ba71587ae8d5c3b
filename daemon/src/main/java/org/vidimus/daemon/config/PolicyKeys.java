package org.vidimus.daemon.config;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.DkimSettings;
import org.vidimus.policy.dmarc.DmarcPolicy;
import org.vidimus.policy.dmarc.DmarcSettings;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.pipeline.Deferral;
import org.vidimus.policy.pipeline.DmarcHandling;
import org.vidimus.policy.pipeline.Forwarder;
import org.vidimus.policy.pipeline.Network;
import org.vidimus.policy.pipeline.PipelineSettings;
import org.vidimus.policy.pipeline.Roles;
import org.vidimus.policy.pipeline.SpfHandling;
import org.vidimus.policy.pipeline.TrustSettings;
import org.vidimus.policy.pipeline.VerifySettings;

/// The keys that say what is done with mail.
public final class PolicyKeys {
    /// Authserv-ids, in the file and on the command line.
    public static final TextType<AuthservId> AUTHSERV_ID_TYPE = Types.text(
            "a host name such as \"mx.example.com\"",
            text -> parsed(text, AuthservId.parse(Bytes.utf8(text))),
            AuthservId::text);

    /// Networks, in the file and on the command line.
    public static final TextType<Network> NETWORK_TYPE = Types.text(
            "a network such as \"192.0.2.0/24\" or \"2001:db8::/32\"",
            text -> parsed(text, Network.parse(text)),
            Network::toString);

    private static final TextType<Forwarder> FORWARDER_TYPE = Types.text(
            "a network, a host name or \"*.example.com\"",
            text -> parsed(text, Forwarder.parse(text)),
            Forwarder::toString);

    static final TextType<DomainName> DOMAIN_TYPE = Types.text(
            "a domain name such as \"example.com\"",
            text -> parsed(text, DomainName.parse(text)),
            DomainName::toString);

    /// Doors.
    static final TextType<String> DOOR_TYPE =
            Types.text("a socket of `listen`, or a `{daemon_name}` such as \"MSA\"", PolicyKeys::door, door -> door);

    /// The name under which results are written.
    public static final Key<Optional<AuthservId>> AUTHSERV_ID = Key.of(
                    "authserv-id",
                    Types.optional(AUTHSERV_ID_TYPE),
                    Optional.<AuthservId>empty(),
                    "The name under which results are written: the authserv-id of Authentication-Results fields"
                            + " (RFC 8601 §2.5). Fields that already claim this name when the message arrives are"
                            + " removed, because only this filter may write them. By default it is the MTA's own name,"
                            + " the macro `{j}`.")
            .example("\"mx.example.com\"");

    /// Whether login names are written.
    public static final Key<Boolean> LOGIN_NAME = Key.of(
            "login-name",
            Types.bool(),
            VerifySettings.DEFAULT.loginName(),
            "Whether the name under which a client logged in is written, as `auth=pass smtp.auth=NAME` (RFC 8601"
                    + " §2.7.4). It goes out with the mail for all to read, so by default it is `auth=pass` alone.");

    /// Whether the client's name is looked up.
    public static final Key<Boolean> IPREV = Key.of(
            "iprev",
            Types.bool(),
            VerifySettings.DEFAULT.iprev(),
            "Whether the client's name is looked up and written, as `iprev=` (RFC 8601 §3). Nothing is decided by it,"
                    + " but `trust.forwarders` that are given by name are known by it alone.");

    /// What is written about mail.
    public static final Key<Values> VERIFY = Key.table(
            "verify",
            TableType.of(AUTHSERV_ID, LOGIN_NAME, IPREV),
            "What is written about mail, into one Authentication-Results field at its top.");

    /// Clients from inside.
    public static final Key<List<Network>> NETWORKS = Key.of(
            "networks",
            Types.list(0, NETWORK_TYPE),
            TrustSettings.DEFAULT.networks(),
            "Clients that are from inside, by address. Their mail is not verified, and neither is that of clients that"
                    + " log in, whatever their address, and of programs on the MTA's host. Only the client that speaks"
                    + " to the MTA counts: mail that a relay in these networks brings from outside is not verified"
                    + " either, so do not list such a relay here.");

    /// Clients whose mail is taken although it fails.
    public static final Key<List<Forwarder>> FORWARDERS = Key.of(
            "forwarders",
            Types.list(0, FORWARDER_TYPE),
            List.of(),
            "Clients that forward mail without harm, by address or by name. What they bring is verified, but not"
                    + " refused or quarantined for failing SPF or DMARC; the log gives the reason `trusted_forwarder`."
                    + " `*.example.com` stands for all names below `example.com`. A name counts only if name and"
                    + " address confirm each other in the DNS (`verify.iprev`).");

    /// Whom we believe.
    public static final Key<Values> TRUST = Key.table(
            "trust", TableType.of(NETWORKS, FORWARDERS), "Whose mail is not verified, or taken although it fails.");

    /// Doors of mail from outside.
    public static final Key<List<String>> ROLES_VERIFY = Key.of(
            "verify",
            Types.list(0, DOOR_TYPE),
            List.of(),
            "Where mail comes in from outside: sockets of `milter.listen` that an MTA calls for such mail, or the name"
                    + " of the MTA's own listener, the macro `{daemon_name}`. Such mail is never signed. A door that is"
                    + " named here counts as this one, whatever else it is named as.");

    /// Doors of mail from inside.
    public static final Key<List<String>> ROLES_SIGN = Key.of(
            "sign",
            Types.list(0, DOOR_TYPE),
            List.of(),
            "Where mail comes in from inside, as at a submission service; named likewise. Such mail is never verified,"
                    + " so nobody else may be able to send there. What is named in neither list is for both: mail of"
                    + " trusted clients is from inside, all other from outside.");

    /// What is done with mail by the door it comes in.
    public static final Key<Values> ROLES = Key.table(
            "roles", TableType.of(ROLES_VERIFY, ROLES_SIGN), "What is done with mail by the door it comes in.");

    /// What an SPF failure leads to.
    public static final Key<DmarcPolicy> SPF_ON_FAIL = Key.of(
            "on-fail",
            Types.choice(DmarcPolicy.class),
            SpfHandling.DEFAULT.onFail(),
            "What becomes of mail whose sender's domain says `fail` and which does not pass DMARC: `none`, `quarantine`"
                    + " or `reject` (550 5.7.23). Mail refused for SPF alone is lost to forwarding and to DMARC (RFC"
                    + " 9989 §7.1).");

    /// What a broken SPF record leads to.
    public static final Key<DmarcPolicy> SPF_ON_PERMERROR = Key.of(
            "on-permerror",
            Types.choice(DmarcPolicy.class),
            SpfHandling.DEFAULT.onPermerror(),
            "What becomes of mail whose sender's domain has an SPF record that cannot be interpreted: `none`,"
                    + " `quarantine` or `reject` (550 5.7.24), as above.");

    /// What an outage leads to.
    public static final Key<Deferral> SPF_ON_TEMPERROR = Key.of(
            "on-temperror",
            Types.choice(Deferral.class),
            SpfHandling.DEFAULT.onTemperror(),
            "What becomes of mail whose SPF record cannot be looked up for now: `accept` or `tempfail` (451 4.7.24).");

    /// SPF alone.
    public static final Key<Values> SPF = Key.table(
            "spf",
            TableType.of(SPF_ON_FAIL, SPF_ON_PERMERROR, SPF_ON_TEMPERROR),
            "What SPF alone leads to; by default nothing, because DMARC decides.");

    /// The shortest RSA key.
    public static final Key<Long> MINIMUM_KEY_BITS = Key.of(
            "minimum-key-bits",
            Types.integer(DkimSettings.LEAST_KEY_BITS, 8192),
            (long) DkimSettings.DEFAULT.minimumKeyBits(),
            "The shortest RSA key, in bits, whose signatures count; those with shorter ones are reported as `policy`."
                    + " RFC 8301 §3.2 allows none below 1024.");

    /// Clocks that differ.
    public static final Key<Duration> CLOCK_SKEW = Key.of(
            "clock-skew",
            Types.duration(Duration.ZERO, Duration.ofDays(1)),
            DkimSettings.DEFAULT.clockSkew(),
            "How far the signer's clock and ours may be apart where signatures say when they were made and when they"
                    + " expire.");

    /// Signatures of a part of the body.
    public static final Key<DkimSettings.PartialBody> PARTIAL_BODY = Key.of(
            "partial-body",
            Types.choice(DkimSettings.PartialBody.class),
            DkimSettings.DEFAULT.partialBody(),
            "What a signature is worth that leaves a part of the body out (`l=`), to which anybody may have added what"
                    + " readers see: `policy`, which counts for nothing, or `accept`.");

    /// Domains that may not sign.
    public static final Key<List<DomainName>> REFUSED_DOMAINS = Key.of(
            "refused-domains",
            Types.list(0, DOMAIN_TYPE),
            List.of(),
            "Domains whose signatures count for nothing, such as a public suffix (RFC 6376 §6.1.1).");

    /// DKIM.
    public static final Key<Values> DKIM = Key.table(
            "dkim",
            TableType.of(MINIMUM_KEY_BITS, CLOCK_SKEW, PARTIAL_BODY, REFUSED_DOMAINS),
            "Which signatures are good enough.");

    /// What a DMARC failure leads to.
    public static final Key<DmarcPolicy> DMARC_ON_FAIL = Key.of(
            "on-fail",
            Types.choice(DmarcPolicy.class),
            DmarcHandling.DEFAULT.onFail(),
            "The most that becomes of mail that fails DMARC, whatever its domain asks for: `none`, `quarantine` (the"
                    + " MTA holds it) or `reject` (550 5.7.1). With `reject`, `p=reject` is followed. RFC 9989 §7.4"
                    + " forbids to reject for `p=reject` alone, because forwarding breaks honest mail: give"
                    + " `trust.forwarders` and `arc.trusted-sealers` with it.");

    /// What an outage leads to.
    public static final Key<Deferral> DMARC_ON_TEMPERROR = Key.of(
            "on-temperror",
            Types.choice(Deferral.class),
            DmarcHandling.DEFAULT.onTemperror(),
            "What becomes of mail for which DMARC cannot be looked up for now: `accept`, or `tempfail` (451 4.7.0), so"
                    + " that the sender tries again.");

    /// Several authors.
    public static final Key<DmarcSettings.SeveralAuthors> SEVERAL_AUTHORS = Key.of(
            "several-authors",
            Types.choice(DmarcSettings.SeveralAuthors.class),
            DmarcSettings.DEFAULT.severalAuthors(),
            "What becomes of mail whose From names several domains, which is a way around DMARC (RFC 9989 §11.5):"
                    + " `evaluate` follows the strictest policy of those that fail, as far as `on-fail` allows;"
                    + " `quarantine` and `reject` ask nobody. It never passes.");

    /// How many of them.
    public static final Key<Long> AUTHORS = Key.of(
            "authors",
            Types.integer(1, 50),
            (long) DmarcSettings.DEFAULT.authors(),
            "How many domains of one From are evaluated; mail with more is quarantined.");

    /// No author.
    public static final Key<DmarcPolicy> NO_AUTHOR = Key.of(
            "no-author",
            Types.choice(DmarcPolicy.class),
            DmarcSettings.DEFAULT.noAuthor(),
            "What becomes of mail without an author's domain: no From, or one that names nobody: `none`, `quarantine`"
                    + " or `reject`.");

    /// An author that cannot be read.
    public static final Key<DmarcPolicy> UNREADABLE_AUTHOR = Key.of(
            "unreadable-author",
            Types.choice(DmarcPolicy.class),
            DmarcSettings.DEFAULT.unreadableAuthor(),
            "What becomes of mail whose From cannot be read, and which may look like anybody's to its reader: `none`,"
                    + " `quarantine` or `reject`.");

    /// Keys that are being tested.
    public static final Key<Boolean> TESTING_KEYS = Key.of(
            "testing-keys",
            Types.bool(),
            DmarcSettings.DEFAULT.testingKeys(),
            "Whether signatures count whose key says `t=y`, we are only testing (RFC 6376 §3.6.1).");

    /// How Organizational Domains are found.
    public static final Key<DmarcSettings.Mode> MODE = Key.of(
            "mode",
            Types.text("one of " + words(), PolicyKeys::mode, DmarcSettings.Mode::word),
            DmarcSettings.DEFAULT.mode(),
            "Which rules find policies and the domain that an organisation has: `treewalk` is RFC 9989;"
                    + " `guarded-treewalk` takes the names of `public-suffix-list` for public suffixes too; `psl` finds"
                    + " such domains by that list alone; `rfc7489` is the first edition of DMARC, for comparison.");

    /// The public suffix list.
    public static final Key<Optional<SuffixFile>> PUBLIC_SUFFIX_LIST = Key.of(
                    "public-suffix-list",
                    Types.optional(Types.text("a file as publicsuffix.org has it", SuffixFile::read, SuffixFile::path)),
                    Optional.<SuffixFile>empty(),
                    "The file of the public suffix list; every `mode` but `treewalk` needs it. It is read when the"
                            + " daemon starts.")
            .example("\"/usr/share/publicsuffix/public_suffix_list.dat\"");

    /// DMARC.
    public static final Key<Values> DMARC = Key.table(
            "dmarc",
            TableType.of(
                            DMARC_ON_FAIL,
                            DMARC_ON_TEMPERROR,
                            SEVERAL_AUTHORS,
                            AUTHORS,
                            NO_AUTHOR,
                            UNREADABLE_AUTHOR,
                            TESTING_KEYS,
                            MODE,
                            PUBLIC_SUFFIX_LIST)
                    .checked(MODE, PolicyKeys::listMissing),
            "How DMARC is evaluated, and what it leads to.");

    /// Whose seals count.
    public static final Key<List<DomainName>> TRUSTED_SEALERS = Key.of(
            "trusted-sealers",
            Types.list(0, DOMAIN_TYPE),
            List.of(),
            "Domains, with all below them, whose ARC seals are believed. Mail that fails DMARC is not refused or"
                    + " quarantined if its chain is good, all who sealed it are listed here, and the first of them saw"
                    + " it pass DMARC (RFC 8617 §7.2.1); the log gives the reason `local_policy`.");

    /// ARC.
    public static final Key<Values> ARC = Key.table(
            "arc", TableType.of(TRUSTED_SEALERS, SealKeys.SEALS), "Which forwarders are believed, and what is sealed.");

    private PolicyKeys() {}

    /// The settings that a file's values mean.
    static PipelineSettings settings(Values root) {
        Values verify = root.get(VERIFY);
        Values trust = root.get(TRUST);
        Values roles = root.get(ROLES);
        Values spf = root.get(SPF);
        Values dmarc = root.get(DMARC);
        Set<DomainName> sealers = new HashSet<>(root.get(ARC).get(TRUSTED_SEALERS));
        return new PipelineSettings(
                new VerifySettings(verify.get(AUTHSERV_ID), verify.get(LOGIN_NAME), verify.get(IPREV)),
                new TrustSettings(trust.get(NETWORKS), trust.get(FORWARDERS), sealers),
                new Roles(new HashSet<>(roles.get(ROLES_VERIFY)), new HashSet<>(roles.get(ROLES_SIGN))),
                dkim(root.get(DKIM)),
                dmarc(dmarc),
                new SpfHandling(spf.get(SPF_ON_FAIL), spf.get(SPF_ON_PERMERROR), spf.get(SPF_ON_TEMPERROR)),
                new DmarcHandling(dmarc.get(DMARC_ON_FAIL), dmarc.get(DMARC_ON_TEMPERROR)),
                OverrideKeys.rules(root));
    }

    private static DkimSettings dkim(Values dkim) {
        return new DkimSettings(
                Math.toIntExact(dkim.get(MINIMUM_KEY_BITS)),
                dkim.get(CLOCK_SKEW),
                dkim.get(PARTIAL_BODY),
                new HashSet<>(dkim.get(REFUSED_DOMAINS)));
    }

    private static DmarcSettings dmarc(Values dmarc) {
        return new DmarcSettings(
                dmarc.get(MODE),
                dmarc.get(PUBLIC_SUFFIX_LIST).map(SuffixFile::list),
                dmarc.get(TESTING_KEYS),
                dmarc.get(SEVERAL_AUTHORS),
                Math.toIntExact(dmarc.get(AUTHORS)),
                dmarc.get(NO_AUTHOR),
                dmarc.get(UNREADABLE_AUTHOR));
    }

    private static Optional<String> listMissing(Values dmarc) {
        DmarcSettings.Mode mode = dmarc.get(MODE);
        return mode == DmarcSettings.Mode.TREE_WALK
                        || dmarc.get(PUBLIC_SUFFIX_LIST).isPresent()
                ? Optional.empty()
                : Optional.of("\"" + mode.word() + "\" needs a public-suffix-list");
    }

    private static Parsed<DmarcSettings.Mode> mode(String text) {
        for (DmarcSettings.Mode mode : DmarcSettings.Mode.values()) {
            if (mode.word().equals(text)) {
                return new Parsed.Ok<>(mode);
            }
        }
        return new Parsed.Wrong<>("\"" + text + "\" is unknown");
    }

    private static String words() {
        return Stream.of(DmarcSettings.Mode.values())
                .map(mode -> "\"" + mode.word() + "\"")
                .collect(Collectors.joining(", "));
    }

    /// What the policy engine made of a text, with the text.
    static <T> Parsed<T> parsed(String text, org.vidimus.policy.base.Parsed<T> parsed) {
        return switch (parsed) {
            case org.vidimus.policy.base.Parsed.Ok<T>(T value) -> new Parsed.Ok<>(value);
            case org.vidimus.policy.base.Parsed.Malformed<T>(int offset, String why) ->
                new Parsed.Wrong<>("\"" + text + "\", octet " + (offset + 1) + ": " + why);
        };
    }

    /// A socket in the one form that [org.vidimus.milter.filter.FilterContext#listener()] has, or a name.
    private static Parsed<String> door(String text) {
        if (text.isBlank()) {
            return new Parsed.Wrong<>("\"" + text + "\" is empty");
        }
        return text.contains(":")
                ? switch (Keys.socket(text)) {
                    case Parsed.Ok<MilterSocket>(var socket) -> new Parsed.Ok<>(socket.toString());
                    case Parsed.Wrong<MilterSocket>(String what) -> new Parsed.Wrong<>(what);
                }
                : new Parsed.Ok<>(text);
    }
}
