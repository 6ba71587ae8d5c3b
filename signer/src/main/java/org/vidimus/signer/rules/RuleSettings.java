package org.vidimus.signer.rules;

import java.util.List;

/// All that the native rules can be told.
///
/// Immutable.
///
/// @param rules the rules; the first that is for the author decides
/// @param logins which login may write as whom. Default: [LoginPolicy#DEFAULT]
/// @param exceptRecipients mail to any of these goes out unsigned. Default: nobody
/// @param onUnsignable what becomes of mail without an author, or with several. Default: unsigned
/// @param onBrokenKey what becomes of mail if no key of a domain that should sign it can be used, although one
///     should be in use: unsigned or tempfail. Default: tempfail
public record RuleSettings(
        List<SigningRule> rules,
        LoginPolicy logins,
        List<AddressPattern> exceptRecipients,
        Consequence onUnsignable,
        Consequence onBrokenKey) {
    /// Copies the lists.
    public RuleSettings {
        rules = List.copyOf(rules);
        exceptRecipients = List.copyOf(exceptRecipients);
    }

    /// These rules with the defaults for everything else.
    public RuleSettings(List<SigningRule> rules) {
        this(rules, LoginPolicy.DEFAULT, List.of(), Consequence.UNSIGNED, Consequence.TEMPFAIL);
    }

    /// The same with another login policy.
    public RuleSettings with(LoginPolicy other) {
        return new RuleSettings(rules, other, exceptRecipients, onUnsignable, onBrokenKey);
    }
}
