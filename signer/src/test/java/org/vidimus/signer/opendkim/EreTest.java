package org.vidimus.signer.opendkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;

@Spec("ODK-3")
class EreTest {
    /// Reads lines `ICASE PATTERN TEXT`, the last two in hexadecimal, and says 1, 0, or e for a bad pattern.
    private static final String JUDGE = """
            #include <regex.h>
            #include <stdio.h>
            #include <string.h>
            static void unhex(const char *from, char *to) {
              unsigned octet;
              while (*from && sscanf(from, "%2x", &octet) == 1) { *to++ = (char) octet; from += 2; }
              *to = 0;
            }
            int main(void) {
              char line[9000], pattern[9000], text[9000];
              while (fgets(line, sizeof line, stdin)) {
                line[strcspn(line, "\\n")] = 0;
                char *second = strchr(line + 2, ' ');
                *second++ = 0;
                unhex(line + 2, pattern);
                unhex(second, text);
                regex_t re;
                if (regcomp(&re, pattern, REG_EXTENDED | (line[0] == '1' ? REG_ICASE : 0))) { puts("e"); continue; }
                puts(regexec(&re, text, 0, NULL, 0) == 0 ? "1" : "0");
                regfree(&re);
              }
              return 0;
            }
            """;
    private static final List<String> PIECES = List.of(
            "a",
            "b",
            "B",
            ".",
            "*",
            "+",
            "?",
            "|",
            "(",
            ")",
            "[ab]",
            "[^a]",
            "[a-c]",
            "[[:alpha:]]",
            "[]a]",
            "[a-]",
            "{1,2}",
            "{2}",
            "{,2}",
            "{1,}",
            "{",
            "}",
            "^",
            "$",
            "\\.",
            "\\w",
            "\\W",
            "\\b",
            "\\<",
            "\\>",
            "\\(",
            "()",
            ",",
            "1",
            "@",
            "[[:digit:]-z]",
            "[b-a]",
            "[[.a.]]",
            "[[=a=]-c]",
            "\\",
            "[",
            "]",
            "[[:x:]]",
            "\\s",
            "\\B",
            "_");

    @ParameterizedTest
    @CsvSource({
        "a|b, xbx, true",
        "^a|b$, ax, true",
        "^a|b$, xa, false",
        "^(a|b)$, ax, false",
        "^.*@example\\.com$, u@example.com, true",
        "^.*@example\\.com$, u@examplexcom, false",
        "'a{2,3}', aa, true",
        "'a{2,3}', a, false",
        "[^[:digit:]], 7, false"
    })
    void finds(String pattern, String text, boolean found) {
        Ere.Compiled.Ok compiled = assertInstanceOf(Ere.Compiled.Ok.class, Ere.compile(pattern, false));
        assertEquals(found, compiled.pattern().find(text));
    }

    @Test
    void noPatternTakesLong() {
        Ere.Compiled.Ok compiled = assertInstanceOf(Ere.Compiled.Ok.class, Ere.compile("^(a|a)*(a*)*(a|aa)*b$", false));
        assertEquals(false, compiled.pattern().find("a".repeat(5_000)));
    }

    @ParameterizedTest
    @CsvSource({"(a)\\1, true", "((a{200}){200}){200}, true", "a**, false", "'(', false", "'[a', false"})
    void whatIsNotMatchedIsRefused(String pattern, boolean beyond) {
        if (pattern.equals("a**")) {
            assertInstanceOf(Ere.Compiled.Ok.class, Ere.compile(pattern, false));
            return;
        }
        Ere.Compiled.Bad bad = assertInstanceOf(Ere.Compiled.Bad.class, Ere.compile(pattern, false));
        assertEquals(beyond, bad.beyond());
    }

    @Test
    void matchesAsTheLibraryDoes(@TempDir Path folder) throws IOException, InterruptedException {
        RandomGenerator random = Fuzzing.random(1003);
        List<String> questions = new ArrayList<>();
        List<String> ours = new ArrayList<>();
        while (questions.size() < 20_000) {
            String pattern = joined(random, PIECES, 8);
            String text = joined(random, List.of("a", "b", "B", "c", "1", "@", ".", "_", " ", ","), 7);
            boolean ignoreCase = random.nextBoolean();
            switch (Ere.compile(pattern, ignoreCase)) {
                case Ere.Compiled.Bad(String _, boolean beyond) -> {
                    if (beyond) {
                        continue;
                    }
                    ours.add("e");
                }
                case Ere.Compiled.Ok(Ere compiled) -> ours.add(compiled.find(text) ? "1" : "0");
            }
            questions.add((ignoreCase ? "1 " : "0 ") + hex(pattern) + " " + hex(text));
        }
        List<String> theirs = judged(folder, questions);
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < questions.size(); i++) {
            if (!theirs.get(i).equals(ours.get(i))) {
                String[] parts = questions.get(i).split(" ", -1);
                differences.add(parts[0] + " " + text(parts[1]) + "  in  " + text(parts[2]) + ": library "
                        + theirs.get(i) + ", ours " + ours.get(i));
            }
        }
        assertTrue(
                differences.isEmpty(),
                () -> differences.size() + " differences\n"
                        + String.join("\n", differences.subList(0, Math.min(40, differences.size()))));
    }

    @Test
    void nothingThrows() {
        Fuzzing.run(20_000, List.of("^(a|b)*[x-z]{2,3}$", "[[:alpha:]]+\\b", "a{1,5}{1,5}{1,5}"), PIECES, octets -> {
            String pattern = new String(octets, StandardCharsets.ISO_8859_1);
            if (Ere.compile(pattern, true) instanceof Ere.Compiled.Ok(Ere compiled)) {
                compiled.find("User@Example.COM");
            }
        });
    }

    private static String joined(RandomGenerator random, List<String> pieces, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(1, most); i > 0; i--) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String text(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }

    private static List<String> judged(Path folder, List<String> questions) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("judge.c"), JUDGE);
        Path program = folder.resolve("judge");
        run(List.of("gcc", "-O1", "-o", program.toString(), source.toString()));
        Path input = Files.write(folder.resolve("questions"), questions);
        Path output = folder.resolve("answers");
        Process process = new ProcessBuilder(program.toString())
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .start();
        assertEquals(0, process.waitFor());
        return Files.readAllLines(output);
    }

    private static void run(List<String> command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), said);
        } catch (IOException e) {
            String message = command.getFirst() + " is not here: " + e.getMessage();
            if ("1".equals(System.getenv("VIDIMUS_REQUIRE_MTA"))) {
                fail(message);
            }
            System.err.println("SKIPPED: " + message);
            abort(message);
        }
    }
}
