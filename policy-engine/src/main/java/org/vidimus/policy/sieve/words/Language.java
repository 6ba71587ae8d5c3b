package org.vidimus.policy.sieve.words;

import java.util.ArrayList;
import java.util.List;
import org.vidimus.policy.sieve.compile.Extension;
import org.vidimus.policy.sieve.compile.Words;

/// Everything that scripts can say.
public final class Language {
    private Language() {}

    /// The language, with further extensions.
    public static Words with(List<Extension> more) {
        List<Extension> extensions = new ArrayList<>(List.of(
                new BaseLanguage(),
                new Capability("comparator-i;ascii-numeric"),
                new Capability("copy"),
                new Capability("relational"),
                new EnvelopeExtension(),
                new FileIntoExtension(),
                new RejectExtension("ereject"),
                new RejectExtension("reject")));
        extensions.addAll(more);
        return new Words(extensions);
    }
}
