package org.vidimus.daemon.config;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.dkim.DkimSignature;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.signer.arc.SealingRule;

/// The keys of an `[[arc.seal]]`.
public final class SealKeys {
    /// Where the mail comes from.
    public static final Key<SealingRule.Origin> MAIL = Key.of(
            "mail",
            Types.choice(SealingRule.Origin.class),
            SealingRule.Origin.OUTSIDE,
            "Which mail is sealed: `outside` for mail that is verified here and may be forwarded, `inside` for mail that"
                    + " is not verified, or `anywhere`.");

    /// Where it comes in.
    public static final Key<List<String>> DOORS = Key.of(
            "doors",
            Types.list(0, PolicyKeys.DOOR_TYPE),
            List.of(),
            "By which doors it comes in, named as in `roles`; with none, by whichever.");

    /// Who seals.
    public static final Key<DomainName> DOMAIN = Key.required(
                    "domain", PolicyKeys.DOMAIN_TYPE, "The domain that seals (`d=`): that of the host that forwards.")
            .example("\"lists.example.com\"");

    /// The rules.
    public static final Key<List<Values>> SEALS = Key.tables(
            "seal",
            TableType.of(
                            MAIL,
                            DOORS,
                            DOMAIN,
                            SignRuleKeys.KEY_SELECTOR,
                            SignRuleKeys.KEY_FILE,
                            SignRuleKeys.KEY_PASSPHRASE_FILE,
                            SignRuleKeys.KEY_PASSPHRASE_CREDENTIAL)
                    .checked(SignRuleKeys.KEY_PASSPHRASE_FILE, SignRuleKeys::onePassphrase)
                    .checked(SignRuleKeys.KEY_SELECTOR, SealKeys::recordName),
            "Which mail gets an ARC set (RFC 8617 §5.1), and with what; the first that is for a message decides, and"
                    + " without one nothing is sealed. ARC is on its way to Historic: seal only if a receiver of"
                    + " forwarded mail asks for it. The key must be RSA. It is read when the daemon starts; where it"
                    + " cannot be used, the log says so and mail goes on without a seal.");

    private SealKeys() {}

    /// The rules that a file's values mean.
    static List<SealSettings> settings(Values root) {
        return root.get(PolicyKeys.ARC).get(SEALS).stream()
                .map(seal -> new SealSettings(
                        seal.place(),
                        new HashSet<>(seal.get(DOORS)),
                        seal.get(MAIL),
                        seal.get(DOMAIN),
                        seal.get(SignRuleKeys.KEY_SELECTOR),
                        SignRuleKeys.reference(seal)))
                .toList();
    }

    private static Optional<String> recordName(Values seal) {
        return DkimSignature.keyName(seal.get(SignRuleKeys.KEY_SELECTOR), seal.get(DOMAIN))
                        .isEmpty()
                ? Optional.of("makes a name that is too long for the DNS; expected a shorter one")
                : Optional.empty();
    }
}
