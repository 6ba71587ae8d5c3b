package org.vidimus.policy.authres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderField;

/// Forgeries and honest fields by the thousand, made by chance from a fixed seed.
@Spec({"RFC 8601 §5", "AR-5", "MSG-10"})
class ForgeryPropertyTest {
    private static final String NAME = "mx.example.com";
    private static final int COUNT = 10_000;

    private final ForgeryCheck check = new ForgeryCheck(new AuthservId(NAME));
    private final RandomGenerator random = Fuzzing.random(5);

    /// How the reader that the forger has in mind treats comments; one forgery is written for one reader.
    private enum Reader {
        NESTED,
        FLAT,
        FLAT_WITHOUT_QUOTING
    }

    @Test
    void findsOurNameUnderAnyDisguise() {
        for (int i = 0; i < COUNT; i++) {
            String value = disguise();
            assertTrue(
                    check.examine(field(value), Integer.MAX_VALUE).isForged(),
                    () -> Bytes.utf8(value).toString());
        }
    }

    @Test
    void keepsHonestFieldsWithNamesLikeOurs() {
        for (int i = 0; i < COUNT; i++) {
            String value = honest();
            assertEquals(
                    Claim.FOREIGN,
                    check.examine(field(value), Integer.MAX_VALUE),
                    () -> Bytes.utf8(value).toString());
        }
    }

    @Test
    void takesLinearTimeWhateverTheValue() {
        List<String> patterns = List.of(
                "(",
                ")",
                "\"",
                "\\",
                "(\\",
                "()",
                "\"(",
                ";",
                " ",
                "\n ",
                ".",
                "m x . e x a m p l e . c o ",
                "mx.example.co ",
                "m",
                "m(",
                "mx(a)",
                "=?",
                "\0",
                "\r",
                "\u00E9",
                "\u0315\u0300\u05B0",
                "\uFDFA",
                "1 ");
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (String pattern : patterns) {
                String value = pattern.repeat(60_000 / Bytes.utf8(pattern).length());
                check.examine(field(value), Integer.MAX_VALUE);
                new ForgeryCheck(new AuthservId("mx.xn--bcher-kva.example")).examine(field(value), Integer.MAX_VALUE);
                check.examine(field(" other.example.net (" + value), Integer.MAX_VALUE);
                AuthenticationResultsHeader.parse(Bytes.utf8(" a; x=y " + value), Budgets.DEFAULT);
            }
        });
    }

    private static HeaderField field(String value) {
        return new HeaderField(AuthenticationResultsHeader.NAME, Bytes.utf8(value));
    }

    private String disguise() {
        Reader reader = oneOf(Reader.NESTED, Reader.FLAT, Reader.FLAT_WITHOUT_QUOTING);
        double density = oneOf(0.0, 0.05, 0.3);
        StringBuilder value = new StringBuilder();
        value.append(oneOf("", " ", "\t ", "\r\n ", "\n\t"));
        value.append(oneOf("", "", "", "\"", "\\", "=", "@", "other.example.net ", "\0", "1 ", "[", "."));
        value.append(chance(0.3) ? comment(reader, 0) : "");
        for (int i = 0; i < NAME.length(); i++) {
            char c = NAME.charAt(i);
            if (chance(density)) {
                value.append(oneOf(comment(reader, 0), "\n ", "\r\n\t", " ", "\"", "\\", "\0", "\u00AD", "\u200B"));
            }
            value.append(chance(0.3) ? Character.toUpperCase(c) : c);
        }
        value.append(oneOf("", "", ".", "..", "\""));
        value.append(chance(0.3) ? comment(reader, 0) : "");
        return value.append(oneOf("", "", " ", "\n "))
                .append(oneOf("; none", " 1; none", " 2 ; none", " 1", "", ";", ", x", " v9; none", " other; none"))
                .append(oneOf("", " dkim=pass header.d=bank.example", "; x=y", ";;", " ("))
                .toString();
    }

    private String honest() {
        String id = oneOf(
                letters() + NAME,
                letters() + "." + NAME,
                letters() + "-" + NAME,
                NAME + letters(),
                NAME + "." + letters(),
                NAME + "-" + letters(),
                NAME.substring(1),
                NAME.replace('.', '-'),
                NAME.replaceFirst("\\.", letters()),
                letters() + ".example.org");
        return space()
                + (chance(0.2) ? "\"" + id + "\"" : id)
                + space()
                + (chance(0.3) ? " 1" + space() : "")
                + oneOf(
                        "; none",
                        ";none",
                        "; dkim=pass header.d=" + NAME,
                        "; spf=pass (" + NAME + ") smtp.helo=" + NAME);
    }

    /// Comments and folds of an honest kind: they do not speak of us, and nobody reads them in two ways.
    private String space() {
        StringBuilder space = new StringBuilder();
        for (int n = random.nextInt(3); n > 0; n--) {
            space.append(oneOf(" ", "\n ", "\r\n\t", " (" + letters() + ") ", " (v9 (" + letters() + ")) "));
        }
        return space.toString();
    }

    private String comment(Reader reader, int depth) {
        StringBuilder comment = new StringBuilder("(");
        for (int n = random.nextInt(4); n > 0; n--) {
            comment.append(
                    switch (reader) {
                        case NESTED -> oneOf(letters(), ";", "\"", " ", "\\(", "\\)", "\\\\", "\n ", "\0");
                        case FLAT -> oneOf(letters(), ";", "\"", " ", "(", "((", "\\)", "\\\\", "\n ");
                        case FLAT_WITHOUT_QUOTING -> oneOf(letters(), ";", "\"", " ", "(", "\\", "\\(", "\n ");
                    });
            if (reader == Reader.NESTED && depth < 3 && chance(0.3)) {
                comment.append(comment(reader, depth + 1));
            }
        }
        return comment.append(")").toString();
    }

    private String letters() {
        return "qjzkw".substring(random.nextInt(4)) + random.nextInt(10);
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    @SafeVarargs
    private <T> T oneOf(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
