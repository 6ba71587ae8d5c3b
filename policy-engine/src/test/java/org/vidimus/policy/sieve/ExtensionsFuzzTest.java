package org.vidimus.policy.sieve;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.sieve.compile.ScriptStore;
import org.vidimus.policy.sieve.run.SieveMessage;
import org.vidimus.policy.sieve.run.SieveOutcome;

/// Whatever a script asks of whatever message: it is no script, or it runs and ends with actions or a fault, and
/// what it puts into the header are fields.
class ExtensionsFuzzTest {
    private static final String REQUIRE = """
            require ["variables", "encoded-character", "editheader", "date", "index", "environment", "imap4flags",
                "include", "ihave", "relational", "comparator-i;ascii-numeric", "subaddress", "copy", "mailbox",
                "envelope", "fileinto", "reject", "ereject", "vnd.vidimus.auth", "vnd.vidimus.smtp"];
            """;

    private static final List<String> COMMANDS = List.of(
            "set $;",
            "set :lower :quotewildcard $;",
            "set :length $;",
            "addheader $ $;",
            "addheader :last $ $;",
            "deleteheader $;",
            "deleteheader :matches $ $;",
            "deleteheader :index 2 :last :contains $ [$, $];",
            "setflag $;",
            "addflag $ [$, $];",
            "removeflag $ $;",
            "keep :flags $;",
            "fileinto :copy :create $;",
            "log $;",
            "if true { return; }",
            "global [$];",
            "include :optional $;",
            "include $;",
            "if $test { keep; } elsif $test { log $; } else { set $; }",
            "if not $test { if anyof($test, $test) { addheader $ $; } }");

    private static final List<String> TESTS = List.of(
            "header :matches $ $",
            "header :index 1 :contains [$, $] $",
            "address :detail :matches $ $",
            "address :user :comparator \"i;octet\" $ $",
            "envelope :detail \"from\" $",
            "string :matches $ $",
            "string :count \"ge\" [$, $] $",
            "date :zone $ $ \"iso8601\" $",
            "date :originalzone :matches $ \"std11\" $",
            "date :value \"gt\" $ \"julian\" $",
            "currentdate :matches $ $",
            "environment :matches $ $",
            "hasflag :matches $",
            "hasflag $ $",
            "mailboxexists $",
            "ihave $",
            "size :over 100",
            "allof(ihave $, header $ $)",
            "auth_result \"dkim\" \"pass\"",
            "auth_property $ \"header.d\" $");

    private static final List<String> STRINGS = List.of(
            "a",
            "v",
            "${v}",
            "${1}",
            "${0}${2}",
            "${a.b}",
            "${global.v}",
            "*",
            "?*",
            "\\\\*",
            "[*] *",
            "x-a",
            "Subject",
            "from",
            "date",
            "received",
            "+0100",
            "-9959",
            "\\\\Seen a b",
            "year",
            "${hex: ff 0 d a}",
            "${unicode: 1F600}",
            "${hex:",
            "",
            " ",
            "one\r\ntwo",
            "Bcc: x\r\n\r\n",
            "vnd.vidimus.auth",
            "nonsense",
            "remote-ip",
            "loops",
            "é",
            "${v}".repeat(40));

    private final Random random = new Random(5_228);

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private String filled(String template) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < template.length(); i++) {
            if (template.startsWith("$test", i)) {
                text.append(filled(pick(TESTS)));
                i += 4;
            } else if (template.startsWith("set $;", i)) {
                text.append("set \"v\" ").append(string()).append(';');
                i += 5;
            } else {
                text.append(template.charAt(i) == '$' ? string() : template.charAt(i));
            }
        }
        return text.toString();
    }

    private String string() {
        return '"' + pick(STRINGS) + '"';
    }

    private SieveMessage message() {
        StringBuilder text = new StringBuilder();
        List<String> names = List.of("From", "Subject", "X-A", "Date", "Received", "To");
        List<String> values = List.of(
                "a+b@example.org",
                "[l] s",
                "=?utf-8?q?a=0D=0ABcc:_x=00?=",
                "Mon, 20 Jul 2009 21:44:43 +0300",
                "é",
                "x; 1 Jan 2026 00:00:60 GMT",
                "a".repeat(2_000),
                "\"a b\"@example.org, <c@[192.0.2.1]>",
                "");
        for (int n = random.nextInt(12); n > 0; n--) {
            text.append(pick(names)).append(": ").append(pick(values)).append('\n');
        }
        return Scripts.message(text + "\nbody\n");
    }

    @Test
    @Spec({"MSG-9", "RFC 5228 §2.10.6"})
    void everyScriptRunsToAnEnd() {
        ScriptStore store = (_, name) -> Optional.of(new ScriptStore.Stored(
                name, Bytes.utf8(name.equals("loops") ? "require \"include\"; include \"loops\";" : "keep;")));
        int ran = 0;
        for (int i = 0; i < 3_000; i++) {
            StringBuilder script = new StringBuilder(REQUIRE);
            for (int n = 1 + random.nextInt(6); n > 0; n--) {
                script.append(filled(pick(COMMANDS))).append('\n');
            }
            SieveScript.Compiled compiled = SieveScript.compile(
                    new ScriptStore.Stored("fuzz", Bytes.utf8(script.toString())),
                    SieveScript.LANGUAGE,
                    store,
                    Budgets.Sieve.DEFAULT);
            if (compiled instanceof SieveScript.Compiled.Ok(SieveScript sound, var _)) {
                ran++;
                check(sound.run(message(), System::nanoTime, random.nextBoolean()), script.toString());
            }
        }
        assertTrue(ran > 250, ran + " of them ran");
    }

    private static void check(SieveOutcome outcome, String script) {
        for (HeaderField field : outcome.header().top()) {
            String value = field.value().latin1();
            assertTrue(field.name().latin1().chars().allMatch(c -> c > ' ' && c < 0x7F && c != ':'), script);
            assertTrue(value.chars().allMatch(c -> c == '\n' || c == '\t' || (c >= ' ' && c <= '~')), script);
            assertTrue(value.lines().allMatch(line -> line.startsWith(" ") || line.startsWith("\t")), script);
        }
    }
}
