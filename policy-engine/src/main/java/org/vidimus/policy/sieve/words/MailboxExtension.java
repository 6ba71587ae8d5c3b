package org.vidimus.policy.sieve.words;

import java.util.List;
import org.vidimus.policy.sieve.compile.Call;
import org.vidimus.policy.sieve.compile.Compilation;
import org.vidimus.policy.sieve.compile.Extension;
import org.vidimus.policy.sieve.compile.Phase;
import org.vidimus.policy.sieve.compile.Shape;
import org.vidimus.policy.sieve.compile.Shape.Kind;
import org.vidimus.policy.sieve.compile.TestWord;
import org.vidimus.policy.sieve.run.Condition;
import org.vidimus.policy.sieve.run.Text;

/// `mailboxexists` ([RFC 5490 §3.1](https://www.rfc-editor.org/rfc/rfc5490#section-3.1)). The `:create` of the
/// same extension is `fileinto`'s.
final class MailboxExtension implements Extension {
    @Override
    public String capability() {
        return "mailbox";
    }

    @Override
    public List<TestWord> tests() {
        return List.of(new TestWord("mailboxexists", Shape.of(Kind.STRINGS), MailboxExtension::exists));
    }

    private static Condition exists(Call call, Compilation compilation) {
        compilation.onlyAt(Phase.DELIVERY, "tests of mailboxes", call.at());
        List<Text> names = compilation.texts(call.strings(0));
        return run -> {
            for (Text name : names) {
                // Whether a mailbox is there may take a look at a disk.
                run.spend(100);
                String mailbox = name.in(run);
                if (!MailboxNames.isName(mailbox) || !run.message().mailboxes().exists(mailbox)) {
                    return false;
                }
            }
            return true;
        };
    }
}
