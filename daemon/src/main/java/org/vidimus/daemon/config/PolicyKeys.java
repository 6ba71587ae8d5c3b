package org.vidimus.daemon.config;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dmarc.DmarcPolicy;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.pipeline.Deferral;
import org.vidimus.policy.pipeline.Forwarder;
import org.vidimus.policy.pipeline.Handling;
import org.vidimus.policy.pipeline.Network;
import org.vidimus.policy.pipeline.PipelineSettings;
import org.vidimus.policy.pipeline.Roles;
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

    private static final TextType<DomainName> DOMAIN_TYPE = Types.text(
            "a domain name such as \"example.com\"",
            text -> parsed(text, DomainName.parse(text)),
            DomainName::toString);

    private static final TextType<String> DOOR_TYPE =
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
            Handling.SPF.onFail(),
            "What becomes of mail whose sender's domain says `fail` and which does not pass DMARC: `none`, `quarantine`"
                    + " or `reject` (550 5.7.23). Mail refused for SPF alone is lost to forwarding and to DMARC (RFC"
                    + " 9989 §7.1).");

    /// What a broken SPF record leads to.
    public static final Key<DmarcPolicy> SPF_ON_PERMERROR = Key.of(
            "on-permerror",
            Types.choice(DmarcPolicy.class),
            Handling.SPF.onPermerror(),
            "What becomes of mail whose sender's domain has an SPF record that cannot be interpreted: `none`,"
                    + " `quarantine` or `reject` (550 5.7.24), as above.");

    /// What an outage leads to.
    public static final Key<Deferral> SPF_ON_TEMPERROR = Key.of(
            "on-temperror",
            Types.choice(Deferral.class),
            Handling.SPF.onTemperror(),
            "What becomes of mail whose SPF record cannot be looked up for now: `accept` or `tempfail` (451 4.7.24).");

    /// SPF alone.
    public static final Key<Values> SPF = Key.table(
            "spf",
            TableType.of(SPF_ON_FAIL, SPF_ON_PERMERROR, SPF_ON_TEMPERROR),
            "What SPF alone leads to; by default nothing, because DMARC decides.");

    /// What a DMARC failure leads to.
    public static final Key<DmarcPolicy> DMARC_ON_FAIL = Key.of(
            "on-fail",
            Types.choice(DmarcPolicy.class),
            Handling.DMARC.onFail(),
            "The most that becomes of mail that fails DMARC, whatever its domain asks for: `none`, `quarantine` (the"
                    + " MTA holds it) or `reject` (550 5.7.1). With `reject`, `p=reject` is followed, and `p=quarantine`"
                    + " too. RFC 9989 §7.4 forbids to reject for `p=reject` alone, because forwarding breaks honest"
                    + " mail: give `trust.forwarders` and `arc.trusted-sealers` with it.");

    /// What a message without a readable author leads to.
    public static final Key<DmarcPolicy> DMARC_ON_PERMERROR = Key.of(
            "on-permerror",
            Types.choice(DmarcPolicy.class),
            Handling.DMARC.onPermerror(),
            "What becomes of mail to which DMARC cannot be applied, because its From field cannot be read or names"
                    + " several domains: `none`, `quarantine` or `reject` (550 5.7.1).");

    /// What an outage leads to.
    public static final Key<Deferral> DMARC_ON_TEMPERROR = Key.of(
            "on-temperror",
            Types.choice(Deferral.class),
            Handling.DMARC.onTemperror(),
            "What becomes of mail for which DMARC cannot be looked up for now: `accept`, or `tempfail` (451 4.7.0), so"
                    + " that the sender tries again.");

    /// DMARC.
    public static final Key<Values> DMARC = Key.table(
            "dmarc", TableType.of(DMARC_ON_FAIL, DMARC_ON_PERMERROR, DMARC_ON_TEMPERROR), "What DMARC leads to.");

    /// Whose seals count.
    public static final Key<List<DomainName>> TRUSTED_SEALERS = Key.of(
            "trusted-sealers",
            Types.list(0, DOMAIN_TYPE),
            List.of(),
            "Domains, with all below them, whose ARC seals are believed. Mail that fails DMARC is not refused or"
                    + " quarantined if its chain is good, and one of these saw it pass DMARC, with none but these after"
                    + " it (RFC 8617 §7.2.1); the log gives the reason `local_policy`.");

    /// ARC.
    public static final Key<Values> ARC =
            Key.table("arc", TableType.of(TRUSTED_SEALERS), "Which forwarders are believed.");

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
                new Handling(spf.get(SPF_ON_FAIL), spf.get(SPF_ON_PERMERROR), spf.get(SPF_ON_TEMPERROR)),
                new Handling(dmarc.get(DMARC_ON_FAIL), dmarc.get(DMARC_ON_PERMERROR), dmarc.get(DMARC_ON_TEMPERROR)));
    }

    /// What the policy engine made of a text, with the text.
    private static <T> Parsed<T> parsed(String text, org.vidimus.policy.base.Parsed<T> parsed) {
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
