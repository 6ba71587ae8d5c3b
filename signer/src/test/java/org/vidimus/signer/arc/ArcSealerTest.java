package org.vidimus.signer.arc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.authres.AuthenticationResultsHeader;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.authres.ResultInfo;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.Canonicalization;
import org.vidimus.policy.dkim.HeaderInput;
import org.vidimus.policy.dkim.SignatureAlgorithm;
import org.vidimus.policy.dkim.TagList;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.ZoneResolver;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderForm;
import org.vidimus.policy.message.RawMessage;
import org.vidimus.signer.dkim.HeaderSelection;

class ArcSealerTest {
    private static final ZoneResolver ZONE = ZoneResolver.of(
            "s._domainkey.b.example. TXT \"" + SealKey.RSA.record() + "\"",
            "s._domainkey.c.example. TXT \"" + SealKey.RSA.record() + "\"",
            "s._domainkey.d.example. TXT \"" + SealKey.RSA.record() + "\"",
            ";! TIMEOUT s._domainkey.slow.example ANY");

    private static final ArcResult NO_CHAIN = new ArcResult(ArcResult.Status.NONE, "", List.of(), 0);

    private static ArcSealer sealer(String domain) {
        return sealer(SealingProfile.DEFAULT, domain);
    }

    private static ArcSealer sealer(SealingProfile profile, String domain) {
        return new ArcSealer(profile, SealKey.RSA.of("s", domain));
    }

    private static SealingOutcome.Sealed sealed(SealingOutcome outcome) {
        return assertInstanceOf(SealingOutcome.Sealed.class, outcome, outcome.toString());
    }

    private static String value(HeaderField field, String tag) {
        return switch (TagList.parse(field.value(), TagList.Charset.ASCII)) {
            case Parsed.Ok<TagList>(TagList tags) ->
                tags.tag(tag).orElseThrow().value().latin1().replaceAll("\\s", "");
            case Parsed.Malformed<TagList>(int offset, String why) -> throw new AssertionError(offset + ": " + why);
        };
    }

    private static List<String> tags(HeaderField field) {
        return switch (TagList.parse(field.value(), TagList.Charset.ASCII)) {
            case Parsed.Ok<TagList>(TagList tags) ->
                tags.tags().stream().map(TagList.Tag::name).toList();
            case Parsed.Malformed<TagList>(int offset, String why) -> throw new AssertionError(offset + ": " + why);
        };
    }

    @Test
    @Spec({"RFC 8617 §5.1", "ARC-10"})
    void writesASetThatStandsOnTopInItsOrder() {
        Travel travel = new Travel(ZONE);

        SealingOutcome.Sealed set = sealed(travel.seal(sealer("b.example"), "mx.b.example"));

        assertEquals(1, set.instance());
        assertEquals(ArcResult.Status.NONE, set.validation());
        assertEquals(
                List.of(
                        "arc-seal",
                        "arc-message-signature",
                        "arc-authentication-results",
                        "from",
                        "to",
                        "subject",
                        "date"),
                travel.names());
        assertEquals(
                " i=1; mx.b.example;\n\tdmarc=pass header.from=a.example;\n\tarc=none",
                set.fields().getFirst().value().latin1());
        ArcResult result = travel.validate();
        assertEquals(ArcResult.Status.PASS, result.status(), result.reason());
        assertEquals("b.example", result.sealers().getFirst().domain().toString());
    }

    @Test
    @Spec({"RFC 8617 §4.1.2", "RFC 8617 §4.1.3", "ARC-4", "ARC-7", "ARC-11"})
    void writesTheTagsThatThereAre() {
        List<HeaderField> set = sealed(new Travel(ZONE).seal(sealer("b.example"), "mx.b.example"))
                .fields();

        assertEquals(List.of("i", "a", "c", "d", "s", "t", "h", "bh", "b"), tags(set.get(1)));
        assertEquals(List.of("i", "a", "t", "cv", "d", "s", "b"), tags(set.get(2)));
        assertEquals("rsa-sha256", value(set.get(2), "a"));
        assertEquals("none", value(set.get(2), "cv"));
        assertEquals("relaxed/relaxed", value(set.get(1), "c"));
        assertEquals(Long.toString(Travel.NOW.getEpochSecond()), value(set.get(2), "t"));
        for (HeaderField field : set) {
            String text = field.name().latin1() + ":" + field.value().latin1();
            assertTrue(text.lines().allMatch(line -> line.length() <= 78), text);
            assertFalse(text.contains(" \n"), text);
        }
    }

    @Test
    @Spec({"RFC 8617 §4.1.2", "ARC-5", "ARC-6"})
    void coversSignaturesAndNeverResultsOrOtherSets() {
        HeaderSelection greedy = new HeaderSelection(
                Set.of("from", "authentication-results", "arc-seal", "received"), Set.of("arc-message-signature"));
        Travel travel = new Travel(ZONE)
                .on(HeaderField.of("DKIM-Signature", " v=1; d=a.example"))
                .on(HeaderField.of("Authentication-Results", " mx.b.example; none"));
        sealed(travel.seal(sealer("b.example"), "mx.b.example"));

        SealingOutcome.Sealed set =
                sealed(travel.seal(sealer(SealingProfile.DEFAULT.with(greedy), "c.example"), "mx.c.example"));

        assertEquals("dkim-signature:from", value(set.fields().get(1), "h"));
        travel.change(fields -> fields.removeIf(field -> field.isNamed(Bytes.utf8("Authentication-Results"))));
        assertEquals(ArcResult.Status.PASS, travel.validate().status());
        travel.change(fields -> fields.removeIf(field -> field.isNamed(Bytes.utf8("DKIM-Signature"))));
        assertEquals(ArcResult.Status.FAIL, travel.validate().status());
    }

    @Test
    @Spec({"RFC 8617 §5.1.1", "RFC 8617 §4.1.1", "ARC-8", "ARC-13"})
    void sealsHopAfterHopWhateverEachOfThemChanges() {
        Travel travel = new Travel(ZONE);
        List<String> hops = List.of("b.example", "c.example", "d.example");
        for (int i = 0; i < hops.size(); i++) {
            ArcResult chain = travel.validate();
            travel.append("-- \r\nsent by " + hops.get(i) + "\r\n").on(HeaderField.of("Received", " by " + i));
            SealingOutcome.Sealed set =
                    sealed(travel.seal(sealer(hops.get(i)), Travel.results("mx." + hops.get(i), chain), chain));

            assertEquals(i + 1, set.instance());
            ArcResult result = travel.validate();
            assertEquals(ArcResult.Status.PASS, result.status(), result.reason());
            assertEquals(i == 0 ? 0 : i + 1, result.oldestPass());
        }
        assertTrue(travel.validate().vouchesFor(DomainName.of("a.example"), _ -> true));
    }

    @Test
    @Spec({"RFC 8617 §5.1.2", "ARC-9"})
    void sealsAChainThatFailedOnceAndTheNewSetAlone() {
        Travel travel = new Travel(ZONE);
        sealed(travel.seal(sealer("b.example"), "mx.b.example"));
        travel.append("changed by nobody knows whom\r\n");

        SealingOutcome.Sealed set = sealed(travel.seal(sealer("c.example"), "mx.c.example"));

        assertEquals(2, set.instance());
        assertEquals(ArcResult.Status.FAIL, set.validation());
        HeaderField seal = set.fields().getLast();
        assertEquals("fail", value(seal, "cv"));
        Bytes own = new HeaderInput(Canonicalization.RELAXED, HeaderForm.FILE)
                .field(set.fields().getFirst())
                .field(set.fields().get(1))
                .last(new HeaderField(seal.name(), unsigned(seal)))
                .octets();
        Bytes signature = Bytes.of(Base64.getDecoder().decode(value(seal, "b")));
        assertTrue(SealKey.RSA.verifies(own, signature));
        assertEquals("sealed as failed by c.example", travel.validate().reason());

        assertEquals(
                new SealingOutcome.Unsealed(SealingOutcome.Reason.CHAIN_CLOSED),
                travel.seal(sealer("d.example"), "mx.d.example"));
    }

    private static Bytes unsigned(HeaderField field) {
        return switch (TagList.parse(field.value(), TagList.Charset.ASCII)) {
            case Parsed.Ok<TagList>(TagList tags) -> tags.without(tags.tag("b").orElseThrow());
            case Parsed.Malformed<TagList>(int offset, String why) -> throw new AssertionError(offset + ": " + why);
        };
    }

    @Test
    @Spec({"RFC 8617 §5.1.2", "ARC-9"})
    void numbersTheSetThatEndsABrokenChainAboveWhateverThereIs() {
        Travel travel = new Travel(ZONE)
                .on(HeaderField.of("ARC-Seal", " i=7; h=from; cv=pass"))
                .on(HeaderField.of("ARC-Message-Signature", " garbage"));

        SealingOutcome.Sealed set = sealed(travel.seal(sealer("b.example"), "mx.b.example"));

        assertEquals(8, set.instance());
        assertEquals(ArcResult.Status.FAIL, set.validation());
    }

    @Test
    @Spec("ARC-15")
    void sealsNothingWhileNobodyKnowsWhatTheChainIsWorth() {
        Travel travel = new Travel(ZONE);
        sealed(travel.seal(sealer("slow.example"), "mx.slow.example"));
        assertTrue(travel.validate().temporary());

        assertEquals(
                new SealingOutcome.Unsealed(SealingOutcome.Reason.CHAIN_UNKNOWN),
                travel.seal(sealer("b.example"), "mx.b.example"));
    }

    @Test
    @Spec({"RFC 8617 §4.2.1", "ARC-1"})
    void sealsFiftyTimes() {
        Travel travel = new Travel(ZONE);
        for (int i = 1; i <= 50; i++) {
            assertEquals(
                    i, sealed(travel.seal(sealer("b.example"), "mx.b.example")).instance());
        }
        assertEquals(ArcResult.Status.PASS, travel.validate().status());

        assertEquals(
                new SealingOutcome.Unsealed(SealingOutcome.Reason.TOO_MANY_SETS),
                travel.seal(sealer("b.example"), "mx.b.example"));
    }

    @Test
    void sealsNothingThatIsNotWhatWasValidated() {
        Travel travel = new Travel(ZONE);
        sealed(travel.seal(sealer("b.example"), "mx.b.example"));
        ArcResult chain = travel.validate();
        travel.change(fields -> fields.remove(1));

        assertEquals(
                new SealingOutcome.Unsealed(SealingOutcome.Reason.CHAIN_CHANGED),
                travel.seal(sealer("b.example"), Travel.results("mx.b.example", chain), chain));
        assertEquals(
                new SealingOutcome.Unsealed(SealingOutcome.Reason.CHAIN_CHANGED),
                travel.seal(sealer("b.example"), Travel.results("mx.b.example", NO_CHAIN), NO_CHAIN));
    }

    @Test
    @Spec({"RFC 8617 §4.1.1", "ARC-10"})
    void writesResultsWithoutCommentsUnlessTheyAreAskedFor() {
        AuthenticationResultsHeader results = AuthenticationResultsHeader.of(
                new AuthservId("mx.b.example"),
                List.of(new ResultInfo(
                        "dkim", 1, "pass", Optional.of("1024-bit key"), Optional.of("a; b=\"\r\n x"), List.of())));
        SealingProfile talkative = new SealingProfile(
                HeaderSelection.DEFAULT,
                false,
                true,
                SealingProfile.DEFAULT.messageTags(),
                SealingProfile.DEFAULT.sealTags(),
                SealingProfile.DEFAULT.layout());

        SealingOutcome.Sealed plain = sealed(new Travel(ZONE).seal(sealer("b.example"), results, NO_CHAIN));
        Travel travel = new Travel(ZONE);
        SealingOutcome.Sealed full = sealed(travel.seal(sealer(talkative, "b.example"), results, NO_CHAIN));

        assertEquals(
                " i=1; mx.b.example; dkim=pass reason=\"a; b=\\\"?? x\"",
                plain.fields().getFirst().unfolded().latin1().replaceAll("\\s+", " "));
        assertEquals(
                " i=1; mx.b.example; dkim=pass (1024-bit key) reason=\"a; b=\\\"?? x\"",
                full.fields().getFirst().unfolded().latin1().replaceAll("\\s+", " "));
        assertFalse(tags(full.fields().getLast()).contains("t"));
        assertEquals(ArcResult.Status.PASS, travel.validate().status());
    }

    @Test
    void sealsAnythingAtAll() {
        Fuzzing.run(
                500,
                List.of(Travel.HELLO, "From: x\r\n\r\n", "ARC-Seal: i=1; cv=none\r\nFrom: x\r\n\r\n"),
                List.of("ARC-Seal: i=3;", "ARC-Message-Signature:", "ARC-Authentication-Results: i=1;", "\r\n ", "\0"),
                ArcSealerTest::fuzz);
    }

    /// Fails if it throws, or if a set that says `none` or `pass` does not hold.
    static void fuzz(byte[] octets) {
        if (!(RawMessage.parse(Bytes.of(octets), Budgets.DEFAULT) instanceof Parsed.Ok<RawMessage>)) {
            return;
        }
        Travel travel = new Travel(ZONE, octets);
        SealingOutcome outcome = travel.seal(sealer("b.example"), "mx.b.example");
        ArcResult result = travel.validate();
        boolean good = outcome instanceof SealingOutcome.Sealed set && set.validation() != ArcResult.Status.FAIL;
        assertEquals(good, result.status() == ArcResult.Status.PASS, () -> outcome + ": " + result);
    }

    @Test
    @Spec("RFC 8301 §3.1")
    void sealsWithRsaOnly() {
        SealKey ed25519 = new SealKey(SealKey.RSA.pair(), SignatureAlgorithm.ED25519_SHA256);

        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> new ArcSealer(SealingProfile.DEFAULT, ed25519.of("s", "b.example")));

        assertEquals("s._domainkey.b.example: ARC knows rsa-sha256 only, not ed25519-sha256", refused.getMessage());
        assertEquals(Optional.empty(), ArcSealer.refusal(SealKey.RSA));
    }
}
