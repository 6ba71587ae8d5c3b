package org.vidimus.policy.sieve.words;

import java.util.List;
import java.util.Optional;
import org.vidimus.policy.sieve.compile.Call;
import org.vidimus.policy.sieve.compile.CommandWord;
import org.vidimus.policy.sieve.compile.Compilation;
import org.vidimus.policy.sieve.compile.Extension;
import org.vidimus.policy.sieve.compile.Shape;
import org.vidimus.policy.sieve.compile.Shape.Kind;
import org.vidimus.policy.sieve.run.Action;
import org.vidimus.policy.sieve.run.Step;
import org.vidimus.policy.sieve.run.Text;
import org.vidimus.policy.sieve.syntax.Literal;

/// `reject` and `ereject` ([RFC 5429](https://www.rfc-editor.org/rfc/rfc5429)), each an extension of its own.
final class RejectExtension implements Extension {
    // RFC 5429 §2.1.1: a 5yz reply; RFC 3463 §3.8: X.7.1, delivery not authorized, message refused.
    private static final ReplyCode REFUSED = new ReplyCode(550, "5.7.1");
    private static final String CODE_TAG = "code";

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
        Shape shape = Shape.of(Kind.STRING).tag(CODE_TAG, Kind.STRING, SmtpExtension.CAPABILITY);
        return List.of(new CommandWord(word, shape, (call, compilation) -> {
            ReplyCode code = code(call, compilation);
            Text reason = compilation.text(call.string(0));
            return run -> {
                run.act(new Action.Reject(code.code(), code.status(), reason.in(run), atProtocol, call.at()));
                return Step.Flow.NEXT;
            };
        }));
    }

    private static ReplyCode code(Call call, Compilation compilation) {
        Optional<Literal> literal = call.tagString(CODE_TAG);
        if (literal.isEmpty()) {
            return REFUSED;
        }
        String text = compilation.constant(literal.get(), ":code");
        Optional<ReplyCode> code = ReplyCode.parse(text);
        if (code.isEmpty()) {
            compilation.error(
                    literal.get().at(),
                    "\"" + text + "\" is no refusal such as \"550 5.7.1\" or \"451 4.7.1\", two codes of one class");
        }
        return code.orElse(REFUSED);
    }
}
