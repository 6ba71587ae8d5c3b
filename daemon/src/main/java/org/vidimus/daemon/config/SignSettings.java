package org.vidimus.daemon.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.signer.dkim.SignatureProfile;
import org.vidimus.signer.key.KeyReference;
import org.vidimus.signer.rules.AddressPattern;
import org.vidimus.signer.rules.Consequence;
import org.vidimus.signer.rules.IdentityChoice;
import org.vidimus.signer.rules.LoginPolicy;

/// What is signed, how and with what: `[sign]`. Keys are named here and read later, again and again.
///
/// Immutable.
///
/// @param rules who is signed for; the first that is for the author decides
/// @param logins which login may write as whom
/// @param exceptRecipients mail to any of these goes out unsigned
/// @param onUnsignable what becomes of mail that cannot be signed as it is
/// @param onBrokenKey what becomes of mail whose key cannot be used
/// @param minimumKeyBits the shortest RSA key that signs
/// @param threads how many signatures are made at a time; empty for one for each processor
/// @param refresh how often files are looked at for changes
/// @param keyDirectory where keys are that have a life of their own
/// @param openDkim a configuration of OpenDKIM that decides in place of rules
public record SignSettings(
        List<Rule> rules,
        LoginPolicy logins,
        List<AddressPattern> exceptRecipients,
        Consequence onUnsignable,
        Consequence onBrokenKey,
        int minimumKeyBits,
        Optional<Integer> threads,
        Duration refresh,
        Path keyDirectory,
        Optional<Path> openDkim) {
    /// Nothing is signed.
    public static final SignSettings NONE = SignKeys.settings(Keys.ROOT.defaults());

    /// Copies the lists.
    public SignSettings {
        rules = List.copyOf(rules);
        exceptRecipients = List.copyOf(exceptRecipients);
    }

    /// Whether anything can be signed at all.
    public boolean signs() {
        return !rules.isEmpty() || openDkim.isPresent();
    }

    /// One `[[sign.rule]]`.
    ///
    /// @param place where it stands, as `FILE:LINE`
    /// @param from the authors it is for; at least one
    /// @param keys with what; at least one
    /// @param identity what i= says
    /// @param profile how the signatures are made
    public record Rule(
            String place,
            List<AddressPattern> from,
            List<RuleKeyName> keys,
            IdentityChoice identity,
            SignatureProfile profile) {
        /// Copies the lists.
        public Rule {
            from = List.copyOf(from);
            keys = List.copyOf(keys);
        }
    }

    /// What a rule signs with, as the configuration names it.
    public sealed interface RuleKeyName {
        /// Where it is named, as `FILE:LINE`.
        String place();

        /// One key.
        ///
        /// @param key where it is
        record One(String place, DomainName domain, DomainName selector, KeyReference key) implements RuleKeyName {}

        /// The keys of the key directory.
        ///
        /// @param domain whose; empty for the author's, or the nearest above it
        record Managed(String place, Optional<DomainName> domain) implements RuleKeyName {}
    }
}
