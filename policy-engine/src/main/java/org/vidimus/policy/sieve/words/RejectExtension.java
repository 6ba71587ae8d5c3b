package org.vidimus.policy.sieve.words;

import java.util.List;
import org.vidimus.policy.sieve.compile.CommandWord;
import org.vidimus.policy.sieve.compile.Extension;
import org.vidimus.policy.sieve.compile.Shape;
import org.vidimus.policy.sieve.compile.Shape.Kind;
import org.vidimus.policy.sieve.run.Action;
import org.vidimus.policy.sieve.run.Step;
import org.vidimus.policy.sieve.run.Text;

/// `reject` and `ereject` ([RFC 5429](https://www.rfc-editor.org/rfc/rfc5429)), each an extension of its own.
final class RejectExtension implements Extension {
    // RFC 5429 §2.1.1: a 5yz reply; RFC 3463 §3.8: X.7.1, delivery not authorized, message refused.
    private static final int CODE = 550;
    private static final String STATUS = "5.7.1";

    private final String word;

    /// @param word `reject` or `ereject`
    RejectExtension(String word) {
        this.word = word;
    }

    @Override
    public String capability() {
        return word;
    }

    @Override
    public List<CommandWord> commands() {
        boolean atProtocol = word.equals("ereject");
        return List.of(new CommandWord(word, Shape.of(Kind.STRING), (call, compilation) -> {
            Text reason = compilation.text(call.string(0));
            return run -> {
                run.act(new Action.Reject(CODE, STATUS, reason.in(run), atProtocol, call.at()));
                return Step.Flow.NEXT;
            };
        }));
    }
}
