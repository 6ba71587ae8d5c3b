package org.vidimus.policy.sieve;

import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.message.RawMessage;
import org.vidimus.policy.sieve.compile.ScriptStore;
import org.vidimus.policy.sieve.run.SieveMessage;
import org.vidimus.policy.sieve.run.SieveOutcome;
import org.vidimus.policy.sieve.syntax.Problem;

/// Compiles and runs scripts for tests.
public final class Scripts {
    private Scripts() {}

    /// The script of this text, which must have no mistake.
    public static SieveScript script(String text) {
        return switch (compile(text)) {
            case SieveScript.Compiled.Ok(SieveScript script, var _) -> script;
            case SieveScript.Compiled.Failed(List<Problem> problems) -> fail(problems.toString());
        };
    }

    /// What came of a text, which is called `test`.
    public static SieveScript.Compiled compile(String text) {
        return SieveScript.compile(
                new ScriptStore.Stored("test", Bytes.utf8(text)),
                SieveScript.LANGUAGE,
                ScriptStore.NONE,
                Budgets.Sieve.DEFAULT);
    }

    /// The errors in a text, each as `line:column: what`, one a line.
    public static String errors(String text) {
        return problems(text, true);
    }

    /// The warnings about a text, likewise.
    public static String warnings(String text) {
        return problems(text, false);
    }

    private static String problems(String text, boolean errors) {
        List<Problem> problems = switch (compile(text)) {
            case SieveScript.Compiled.Ok(var _, List<Problem> warnings) -> warnings;
            case SieveScript.Compiled.Failed(List<Problem> all) -> all;
        };
        return problems.stream()
                .filter(problem -> problem.isError() == errors)
                .map(p -> p.at().line() + ":" + p.at().column() + ": " + p.text())
                .collect(Collectors.joining("\n"));
    }

    /// What `script` does with `message`.
    public static SieveOutcome run(String script, SieveMessage message) {
        return script(script).run(message, System::nanoTime, false);
    }

    /// A message with this text, lines with LF, from `sender@example.org` to `user@example.com`.
    public static SieveMessage message(String text) {
        byte[] octets = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        if (!(RawMessage.parse(Bytes.of(octets), Budgets.DEFAULT) instanceof Parsed.Ok<RawMessage>(RawMessage raw))) {
            return fail("not a message");
        }
        return new SieveMessage(
                raw.header(),
                octets.length,
                new SieveMessage.Envelope("sender@example.org", List.of("user@example.com"), Optional.empty()),
                new SieveMessage.Body(raw.body(), true),
                Map.of(),
                Optional.empty(),
                ZonedDateTime.parse("2026-11-24T12:00:00Z"));
    }
}
