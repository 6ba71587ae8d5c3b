package org.vidimus.policy.authres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.message.HeaderField;

class AuthenticationResultsFuzzTest {
    private static final List<String> SEEDS = List.of(
            "",
            " example.com; none",
            " foo (bar) 1 (baz); dkim (a) / 1 (b) = (c) fail policy (d) . (e) expired (f) = (g) 1362471462",
            " a; dkim=pass (good) reason=\"r \\\" s\" header.d=x header.i=@x header.b=\"a/b=\"; spf=none smtp.mailfrom=u@v",
            " \"a b\"; x=y p.q=\"u v\"@w (c\\)d); z/2=w");
    private static final List<String> WORDS = List.of(
            ";", "=", "(", ")", "\"", "\\", ".", "/", "@", " ", "\r\n ", "\n", "1", "none", "reason=", "\0", "\u00FC",
            "\t");

    @Test
    void readsBackWhatItWrites() {
        Fuzzing.run(15_000, SEEDS, WORDS, AuthenticationResultsFuzzTest::fuzz);
    }

    /// Fails if the parser throws, if what the writer makes of its result leaves the grammar, or if the two
    /// disagree.
    static void fuzz(byte[] octets) {
        Bytes value = Bytes.of(octets);
        switch (AuthenticationResultsHeader.parse(value, Budgets.DEFAULT)) {
            case Parsed.Malformed<AuthenticationResultsHeader>(int offset, String _) ->
                assertTrue(offset >= 0 && offset <= value.length());
            case Parsed.Ok<AuthenticationResultsHeader>(AuthenticationResultsHeader header) -> {
                HeaderField written = header.format();
                requirePlain(written.value().latin1());
                Parsed<AuthenticationResultsHeader> again =
                        AuthenticationResultsHeader.parse(written.value(), Budgets.DEFAULT);
                if (isPlain(header)) {
                    assertEquals(new Parsed.Ok<>(header), again);
                } else {
                    assertEquals(new Parsed.Ok<>(written), again.map(AuthenticationResultsHeader::format));
                }
                requireRecognised(header.authservId(), value);
            }
        }
    }

    /// Printable ASCII and folds, in lines short enough.
    private static void requirePlain(String value) {
        String folds = value.replace("\n\t", "");
        assertTrue(folds.chars().allMatch(Ascii::isPrintable), value);
        assertTrue(value.lines().allMatch(line -> line.length() <= 998 - AuthenticationResultsHeader.NAME.length()));
    }

    private static boolean isPlain(AuthenticationResultsHeader header) {
        Stream<String> strings = header.results().stream()
                .flatMap(info -> Stream.concat(
                        Stream.of(info.comment(), info.reason()).flatMap(Optional::stream),
                        info.properties().stream()
                                .flatMap(p -> Stream.concat(Stream.of(p.value()), p.comment().stream()))));
        return Stream.concat(Stream.of(header.authservId()), strings)
                .allMatch(s -> s.length() <= 400 && s.chars().allMatch(Ascii::isPrintable));
    }

    /// What the parser takes for the authserv-id, the forgery check must take for it too.
    private static void requireRecognised(String authservId, Bytes value) {
        if (AuthservId.parse(Bytes.utf8(authservId)) instanceof Parsed.Ok<AuthservId>(AuthservId id)) {
            HeaderField field = new HeaderField(AuthenticationResultsHeader.NAME, value);
            assertTrue(new ForgeryCheck(id).examine(field, Integer.MAX_VALUE).isForged());
        }
    }
}
