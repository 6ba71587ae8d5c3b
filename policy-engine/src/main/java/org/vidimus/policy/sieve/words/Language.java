package org.vidimus.policy.sieve.words;

import java.util.ArrayList;
import java.util.List;
import org.vidimus.policy.sieve.compile.Extension;
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
    public record Options(String separators) {
        /// The defaults.
        public static final Options DEFAULT = new Options("+");
    }

    /// The language, with further extensions.
    public static Words with(List<Extension> more) {
        return with(Options.DEFAULT, more);
    }

    /// The language in a site's own way, with further extensions.
    public static Words with(Options options, List<Extension> more) {
        List<Extension> extensions = new ArrayList<>(List.of(
                new BaseLanguage(options.separators()),
                new Capability("comparator-i;ascii-numeric"),
                new Capability("copy"),
                new Capability("relational"),
                new Capability("index"),
                new Capability("subaddress"),
                new EncodedCharacterExtension(),
                new EnvelopeExtension(options.separators()),
                new FileIntoExtension(),
                new MailboxExtension(),
                new RejectExtension("ereject"),
                new RejectExtension("reject"),
                new VariablesExtension()));
        extensions.addAll(more);
        return new Words(extensions);
    }
}
