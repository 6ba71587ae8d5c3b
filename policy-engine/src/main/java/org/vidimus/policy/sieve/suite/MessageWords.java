package org.vidimus.policy.sieve.suite;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.sieve.compile.Call;
import org.vidimus.policy.sieve.compile.CommandWord;
import org.vidimus.policy.sieve.compile.Compilation;
import org.vidimus.policy.sieve.compile.Shape;
import org.vidimus.policy.sieve.compile.Shape.Kind;
import org.vidimus.policy.sieve.compile.TestWord;
import org.vidimus.policy.sieve.run.Condition;
import org.vidimus.policy.sieve.run.ImapFlags;
import org.vidimus.policy.sieve.run.Run;
import org.vidimus.policy.sieve.run.SieveFault;
import org.vidimus.policy.sieve.run.Step;
import org.vidimus.policy.sieve.run.Text;

/// What concerns the message at hand, mailboxes and settings.
record MessageWords(Stage stage) {
    private static final String ENVIRONMENT = "environment.";

    /// Ours: what `vnd.vidimus.auth` asks for, as in an Authentication-Results field; nothing for mail that was not
    /// verified.
    private static final String AUTH = "vnd.vidimus.auth";

    List<CommandWord> commands() {
        Shape two = Shape.of(Kind.STRING, Kind.STRING);
        return List.of(
                new CommandWord("test_set", two, (call, compilation) -> command(call, compilation, this::set)),
                new CommandWord("test_message", message(), (call, compilation) -> {
                    Condition found = message(call, compilation);
                    return run -> {
                        if (!found.holds(run)) {
                            throw new SieveFault("there is no such message");
                        }
                        return Step.Flow.NEXT;
                    };
                }),
                one("test_mailbox_create", folder -> stage.store().create(folder)),
                one("test_mailbox_delete", folder -> stage.store().delete(folder)),
                new CommandWord(
                        "test_config_set",
                        two,
                        (call, compilation) ->
                                command(call, compilation, (_, name, value) -> stage.configure(name, value))),
                one("test_config_unset", name -> stage.unconfigure(name)),
                new CommandWord("test_config_reload", Shape.NOTHING.tag("extension", Kind.STRING), (_, _) -> _ -> {
                    stage.reload();
                    return Step.Flow.NEXT;
                }));
    }

    List<TestWord> tests() {
        return List.of(new TestWord("test_message", message(), this::message));
    }

    private static Shape message() {
        return Shape.of(Kind.NUMBER).oneOf("place", "smtp").orOf("place", "folder", Kind.STRING, "");
    }

    /// Something done with a name and a value.
    @FunctionalInterface
    private interface Setter {
        void set(Run run, String name, String value);
    }

    private static Step command(Call call, Compilation compilation, Setter setter) {
        Text name = compilation.text(call.string(0));
        Text value = compilation.text(call.string(1));
        return run -> {
            setter.set(run, name.in(run), value.in(run));
            return Step.Flow.NEXT;
        };
    }

    private static CommandWord one(String word, java.util.function.Consumer<String> deed) {
        return new CommandWord(word, Shape.of(Kind.STRING), (call, compilation) -> {
            Text value = compilation.text(call.string(0));
            return run -> {
                deed.accept(value.in(run));
                return Step.Flow.NEXT;
            };
        });
    }

    private void set(Run run, String name, String value) {
        String item = name.toLowerCase(Locale.ROOT);
        Mail now = stage.current(run);
        if (item.startsWith(ENVIRONMENT)) {
            stage.environment(item.substring(ENVIRONMENT.length()), value);
            stage.show(run, now);
            return;
        }
        if (item.equals(AUTH)) {
            stage.found(value.isBlank() ? Optional.empty() : Optional.of(Found.of(value)));
            stage.show(run, now);
            return;
        }
        stage.show(
                run,
                switch (item) {
                    case "message" -> Mail.of(Bytes.utf8(value), List.of());
                    case "envelope.from" -> now.withFrom(path(value));
                    case "envelope.to" -> now.withTo(path(value));
                    case "envelope.orig_to" -> now.withOriginalTo(path(value));
                    case "envelope.auth" -> now.withAuth(value);
                    default -> throw new SieveFault("test_set knows no \"" + name + "\"");
                });
    }

    private static String path(String value) {
        String path = value.strip();
        return path.startsWith("<") && path.endsWith(">") ? path.substring(1, path.length() - 1) : path;
    }

    /// Goes on with a message that lies in a mailbox, or was sent.
    private Condition message(Call call, Compilation compilation) {
        Optional<Text> folder = call.tagString("folder").map(compilation::text);
        if (folder.isEmpty() && !call.has("smtp")) {
            compilation.error(call.at(), "'test_message' takes :folder or :smtp");
        }
        long index = call.number(0);
        return run -> {
            Optional<Mail> found = folder.isPresent()
                    ? stage.store().stored(folder.get().in(run), index)
                    : stage.store().sent(index);
            found.ifPresent(mail -> {
                stage.show(run, mail);
                run.setFlags(ImapFlags.in(mail.flags(), run));
            });
            return found.isPresent();
        };
    }
}
