package org.vidimus.daemon.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vidimus.daemon.config.SignRuleKeys;
import org.vidimus.daemon.config.Values;
import org.vidimus.policy.dns.DomainName;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/// `--sign DOMAIN:SELECTOR:FILE`: a rule without a configuration file. Immutable.
///
/// @param domain the author's domain, and the one that signs
record SignOption(DomainName domain, DomainName selector, Path file) {
    private static final String NAME = "--sign";

    static OptionSpec option() {
        return Options.many(
                        NAME,
                        "DOMAIN:SELECTOR:FILE",
                        SignOption::parse,
                        "Signs mail from inside whose author is of exactly DOMAIN, with the private key in FILE, whose"
                                + " record stands at `SELECTOR._domainkey.DOMAIN`. In place of the rules of the file."
                                + " May be given several times; two with one domain make two signatures, as for RSA"
                                + " and Ed25519. Mail from inside is that of clients that log in, of `--trust`, and of"
                                + " programs on the MTA's host.")
                .build();
    }

    static SignOption parse(String text) {
        String[] parts = text.split(":", 3);
        if (parts.length < 3 || parts[2].isEmpty()) {
            throw new TypeConversionException("\"" + text + "\" is not DOMAIN:SELECTOR:FILE");
        }
        return new SignOption(MailOptions.domain(parts[0]), MailOptions.domain(parts[1]), Path.of(parts[2]));
    }

    /// A rule for each domain, in the order in which they were given.
    static List<Values> rules(List<SignOption> options) {
        Map<DomainName, List<Values>> keys = new LinkedHashMap<>();
        for (SignOption option : options) {
            keys.computeIfAbsent(option.domain(), _ -> new ArrayList<>())
                    .add(SignRuleKeys.key(NAME, option.domain(), option.selector(), option.file()));
        }
        return keys.entrySet().stream()
                .map(entry -> SignRuleKeys.rule(NAME, entry.getKey(), entry.getValue()))
                .toList();
    }
}
