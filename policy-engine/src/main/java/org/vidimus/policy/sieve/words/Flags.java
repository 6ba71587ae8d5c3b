package org.vidimus.policy.sieve.words;

import java.util.List;
import java.util.Optional;
import org.vidimus.policy.sieve.compile.Call;
import org.vidimus.policy.sieve.compile.Compilation;
import org.vidimus.policy.sieve.compile.Phase;
import org.vidimus.policy.sieve.compile.Shape;
import org.vidimus.policy.sieve.run.ImapFlags;
import org.vidimus.policy.sieve.run.Run;
import org.vidimus.policy.sieve.run.Text;

/// The IMAP flags that `keep` and `fileinto` give a message ([RFC 5232
/// §5](https://www.rfc-editor.org/rfc/rfc5232#section-5)).
final class Flags {
    /// The subject of what is said about scripts for which there is no mailbox.
    static final String WHAT = "flags";

    private static final String TAG = "flags";

    private Flags() {}

    static Shape on(Shape shape) {
        return shape.tag(TAG, Shape.Kind.STRINGS, "imap4flags");
    }

    static Given of(Call call, Compilation compilation) {
        call.tagAt(TAG).ifPresent(at -> compilation.onlyAt(Phase.DELIVERY, WHAT, at));
        Optional<List<Text>> flags = call.tagStrings(TAG).map(compilation::texts);
        return new Given(flags);
    }

    /// The flags of one command.
    ///
    /// @param flags empty if the command says nothing about them: then they are those that the script has set
    record Given(Optional<List<Text>> flags) {
        List<String> in(Run run) {
            return flags.map(texts -> ImapFlags.in(
                            texts.stream().map(text -> text.in(run)).toList(), run))
                    .orElseGet(run::flags)
                    .names();
        }
    }
}
