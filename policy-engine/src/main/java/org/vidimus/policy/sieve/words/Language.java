package org.vidimus.policy.sieve.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.vidimus.policy.sieve.compile.Extension;
import org.vidimus.policy.sieve.compile.Phase;
import org.vidimus.policy.sieve.compile.Words;

/// Everything that scripts can say.
public final class Language {
    private Language() {}

    /// What a site has its own way in.
    ///
    /// Immutable.
    ///
    /// @param separators characters of which each separates the user from the detail of an address ([RFC
    ///     5233](https://www.rfc-editor.org/rfc/rfc5233)). Default: `+`
    /// @param keptFields names, in lower case, of header fields that scripts neither add nor delete ([RFC 5293
    ///     §6](https://www.rfc-editor.org/rfc/rfc5293#section-6)). Default: those in which mail is vouched for,
    ///     Authentication-Results, DKIM-Signature and ARC's. What they say is for the verifier to judge and for
    ///     the signer to write: a script that added one would speak in their name, and one that deleted one would
    ///     leave results behind that nobody can check and break the chain that is sealed next
    public record Options(String separators, Set<String> keptFields) {
        /// The defaults.
        public static final Options DEFAULT = new Options(
                "+",
                Set.of(
                        "authentication-results",
                        "dkim-signature",
                        "arc-authentication-results",
                        "arc-message-signature",
                        "arc-seal"));

        /// Copies the set.
        public Options {
            keptFields = Set.copyOf(keptFields);
        }
    }

    /// The language as it is at delivery, with further extensions.
    public static Words with(List<Extension> more) {
        return with(Options.DEFAULT, more);
    }

    /// The language as it is at delivery, in a site's own way, with further extensions.
    public static Words with(Options options, List<Extension> more) {
        return new Words(all(options, more), Phase.DELIVERY);
    }

    /// The language as it is while the client still waits, with further extensions.
    public static Words atSmtp(List<Extension> more) {
        return atSmtp(Options.DEFAULT, more);
    }

    /// The language as it is while the client still waits, in a site's own way, with further extensions.
    public static Words atSmtp(Options options, List<Extension> more) {
        return new Words(all(options, more), Phase.SMTP);
    }

    private static List<Extension> all(Options options, List<Extension> more) {
        List<Extension> extensions = new ArrayList<>(List.of(
                new BaseLanguage(options.separators()),
                new BodyExtension(),
                new Capability("comparator-i;ascii-numeric"),
                new Capability("copy"),
                new Capability("relational"),
                new Capability("index"),
                new Capability("subaddress"),
                new AuthExtension(),
                new DateExtension(),
                new EditHeaderExtension(options.keptFields()),
                new EncodedCharacterExtension(),
                new EnvelopeExtension(options.separators()),
                new EnvironmentExtension(),
                new FileIntoExtension(),
                new IhaveExtension(),
                new Imap4FlagsExtension(),
                new IncludeExtension(),
                new MailboxExtension(),
                new RejectExtension("ereject"),
                new RejectExtension("reject"),
                new SmtpExtension(),
                new VacationExtension(),
                new VacationSeconds(),
                new VariablesExtension()));
        extensions.addAll(more);
        return extensions;
    }
}
