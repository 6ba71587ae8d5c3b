package org.vidimus.policy.arc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.authres.ArcAuthenticationResults;
import org.vidimus.policy.authres.AuthenticationResultsHeader;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.authres.ResultInfo;
import org.vidimus.policy.authres.ResultInfo.Property;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderForm;
import org.vidimus.policy.message.RawMessage;

class ArcSetsTest {
    private static ArcSets of(HeaderBlock header) {
        return ArcSets.of(header, HeaderForm.FILE, Budgets.Signatures.DEFAULT);
    }

    private static ArcSets of(String... fields) {
        return of(HeaderBlock.of(Stream.of(fields)
                .map(line -> line.split(":", 2))
                .map(parts -> HeaderField.of(parts[0], parts[1]))
                .toList()));
    }

    @Test
    @Spec("ARC-8")
    void putsAllSetsInOrder() {
        Forwarding forwarding =
                new Forwarding("x\r\n", "From: a@a.example").seal("a.example").seal("b.example");

        ArcSets sets = of(
                switch (RawMessage.parse(Bytes.utf8(forwarding.text()), Budgets.DEFAULT)) {
                    case Parsed.Ok<RawMessage>(RawMessage message) -> message.header();
                    case Parsed.Malformed<RawMessage>(int _, String why) -> throw new AssertionError(why);
                });

        assertEquals(2, sets.highest());
        assertFalse(sets.closed());
        List<String> names = sets.sealInput()
                .orElseThrow()
                .latin1()
                .lines()
                .map(line -> line.replaceFirst("; .*", ""))
                .map(line -> line.replaceFirst(":a=rsa-sha256.*", ""))
                .toList();
        assertEquals(
                List.of(
                        "arc-authentication-results:i=1",
                        "arc-message-signature:i=1",
                        "arc-seal:i=1",
                        "arc-authentication-results:i=2",
                        "arc-message-signature:i=2",
                        "arc-seal:i=2"),
                names);
    }

    @Test
    void findsNothingWhereThereIsNothing() {
        assertEquals(new ArcSets(0, false, Optional.empty()), of("From: a@a.example"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ARC-Seal: i=3; h=from; cv=pass                | 3 | a seal that cannot be one
                    ARC-Seal: cv=pass; i = 07 ;                   | 7 | leading zero
                    ARC-Message-Signature: i=4; a=?               | 4 | a signature that cannot be one
                    ARC-Authentication-Results: i=5; garbage(((   | 5 | results that cannot be read
                    ARC-Authentication-Results: (c) i = 6 ; x     | 6 | comments
                    ARC-Seal: i=51; cv=pass                       | 0 | beyond what there may be
                    ARC-Seal: i=4294967297                        | 0 | beyond an int
                    ARC-Seal: i=; cv=pass                         | 0 | no number
                    ARC-Seal: i=-1                                | 0 | no number either
                    ARC-Seal: ;;                                  | 0 | no tags
                    """)
    @Spec("ARC-1")
    void findsTheHighestInstanceInWhateverIsThere(String field, int highest, String why) {
        ArcSets sets = of(field);
        assertEquals(highest, sets.highest(), why);
        assertEquals(Optional.empty(), sets.sealInput());
    }

    @Test
    @Spec("ARC-9")
    void knowsAChainThatIsClosed() {
        assertTrue(of("ARC-Seal: i=1; cv=none", "ARC-Seal: i=2; cv=fail").closed());
        assertTrue(of("ARC-Seal: i=2; CV=pass; cv=FAIL").closed());
        assertFalse(of("ARC-Seal: i=1; cv=fail", "ARC-Seal: i=2; cv=pass").closed());
        assertFalse(of("ARC-Seal: i=1; cv=fail", "ARC-Authentication-Results: i=2; x")
                .closed());
    }

    @Test
    @Spec({"RFC 8617 §4.1.1", "ARC-10"})
    void writesResultsWithAnInstanceAndWithoutComments() {
        AuthenticationResultsHeader results = AuthenticationResultsHeader.of(
                new AuthservId("mx.example.com"),
                List.of(
                        new ResultInfo(
                                "dkim",
                                1,
                                "pass",
                                Optional.of("2048-bit key"),
                                Optional.empty(),
                                List.of(new Property("header", "d", "a.example", Optional.of("c")))),
                        ResultInfo.of("dmarc", "pass", Property.of("header", "from", "a.example"))));

        HeaderField field = ArcAuthenticationResults.format(12, results.withoutComments());

        assertEquals(
                "ARC-Authentication-Results: i=12; mx.example.com;\n"
                        + "\tdkim=pass header.d=a.example;\n\tdmarc=pass header.from=a.example",
                field.name() + ":" + field.value().latin1());
        assertEquals(
                new Parsed.Ok<>(new ArcAuthenticationResults(12, new Parsed.Ok<>(results.withoutComments()))),
                ArcAuthenticationResults.parse(field.value(), Budgets.DEFAULT));
    }

    @Test
    void noHeaderIsTooMuch() {
        Fuzzing.run(
                4_000,
                List.of(
                        "ARC-Seal: i=1; cv=none; d=a.example; s=s; b=AA; a=rsa-sha256\r\n",
                        "ARC-Authentication-Results: i=1; a; none\r\n",
                        "ARC-Message-Signature: i=1; a=rsa-sha256; d=a.example; s=s; h=from; bh=AA; b=AA\r\n"),
                List.of("i=", "cv=fail", ";", "50", "\r\n ", "(", "\0", "ARC-Seal:"),
                ArcSetsTest::fuzz);
    }

    /// Fails if it throws, or finds an instance that there may not be.
    static void fuzz(byte[] header) {
        if (RawMessage.parse(Bytes.of(header), Budgets.DEFAULT) instanceof Parsed.Ok<RawMessage>(RawMessage message)) {
            ArcSets sets = of(message.header());
            assertTrue(sets.highest() >= 0 && sets.highest() <= ArcSets.MAX_INSTANCE, () -> "" + sets);
        }
    }
}
