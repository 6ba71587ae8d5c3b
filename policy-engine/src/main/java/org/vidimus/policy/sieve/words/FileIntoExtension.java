package org.vidimus.policy.sieve.words;

import java.util.List;
import org.vidimus.policy.sieve.compile.Call;
import org.vidimus.policy.sieve.compile.CommandWord;
import org.vidimus.policy.sieve.compile.Compilation;
import org.vidimus.policy.sieve.compile.Extension;
import org.vidimus.policy.sieve.compile.Shape;
import org.vidimus.policy.sieve.compile.Shape.Kind;
import org.vidimus.policy.sieve.run.Action;
import org.vidimus.policy.sieve.run.SieveFault;
import org.vidimus.policy.sieve.run.Step;
import org.vidimus.policy.sieve.run.Text;

/// The `fileinto` action (§4.1).
final class FileIntoExtension implements Extension {
    private static final String NO_NAME =
            "the name of a mailbox is at least one character, and none of them a control character";

    @Override
    public String capability() {
        return "fileinto";
    }

    @Override
    public List<CommandWord> commands() {
        Shape shape =
                Flags.on(Shape.of(Kind.STRING)).tag("copy", Kind.NONE, "copy").tag("create", Kind.NONE, "mailbox");
        return List.of(new CommandWord("fileinto", shape, FileIntoExtension::compile));
    }

    private static Step compile(Call call, Compilation compilation) {
        Text mailbox = compilation.text(call.string(0));
        if (mailbox.constant().filter(name -> !MailboxNames.isName(name)).isPresent()) {
            compilation.error(call.argumentAt(0), NO_NAME);
        }
        Flags.Given flags = Flags.of(call, compilation);
        boolean copy = call.has("copy");
        boolean create = call.has("create");
        return run -> {
            String name = mailbox.in(run);
            if (!MailboxNames.isName(name)) {
                throw new SieveFault(NO_NAME);
            }
            run.act(new Action.FileInto(name, flags.in(run), copy, create, call.at()));
            return Step.Flow.NEXT;
        };
    }
}
