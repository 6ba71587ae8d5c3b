package org.vidimus.policy.arc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.BodyHashes;
import org.vidimus.policy.dkim.DkimSettings;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.ZoneResolver;
import org.vidimus.policy.message.HeaderForm;
import org.vidimus.policy.message.RawMessage;

class ArcFuzzTest {
    private static final ArcValidator VALIDATOR =
            new ArcValidator(DkimSettings.DEFAULT, Budgets.Signatures.DEFAULT, InstantSource.fixed(Instant.EPOCH));
    private static final ZoneResolver ZONE = ZoneResolver.of("s._domainkey.a.example. TXT \"p=AAAA\"");
    private static final String SEAL = "ARC-Seal: i=1; a=rsa-sha256; d=a.example; s=s; cv=none; b=AAAA\r\n";
    private static final String MESSAGE = "ARC-Message-Signature: i=1; a=rsa-sha256; c=simple; d=a.example; s=s; "
            + "h=From: : ARC-Seal; bh=AAAA; b=AAAA\r\n";
    private static final String RESULTS = "ARC-Authentication-Results: i=1; mx (c); dmarc=pass\r\n";

    @Test
    void neverPassesWhatNobodySigned() {
        List<String> seeds = List.of("", SEAL, SEAL + MESSAGE + RESULTS, RESULTS, MESSAGE.replace("=", " =\r\n "));
        List<String> words = List.of(
                SEAL,
                MESSAGE,
                RESULTS,
                SEAL.replace("i=1", "i=2").replace("none", "pass"),
                "ARC-",
                ";",
                "=",
                ":",
                "i=50",
                "cv=fail",
                "l=0;",
                "x=1;",
                "\r\n ",
                "\r",
                "\0",
                "\u00E9",
                "(");
        Fuzzing.run(4_000, seeds, words, ArcFuzzTest::fuzz);
    }

    /// Fails if the validator throws, passes anything, or says something that cannot be logged.
    static void fuzz(byte[] header) {
        if (RawMessage.parse(Bytes.of(header), Budgets.DEFAULT) instanceof Parsed.Ok<RawMessage>(RawMessage message)) {
            for (boolean international : new boolean[] {false, true}) {
                BodyHashes bodies = new BodyHashes();
                Lookups dns = new Lookups(ZONE, Budgets.Dns.DEFAULT, () -> 0);
                ArcValidation validation = VALIDATOR.begin(
                        message.header(), new HeaderForm(true, international), dns, Runnable::run, bodies);
                bodies.finish();
                ArcResult result = validation.finish();
                assertNotEquals(ArcResult.Status.PASS, result.status());
                assertEquals(
                        result.status() == ArcResult.Status.NONE,
                        result.reason().isEmpty());
                assertTrue(result.reason().chars().allMatch(Ascii::isPrintable));
                assertTrue(result.steps().stream().allMatch(s -> s.chars().allMatch(Ascii::isPrintable)));
            }
        }
    }
}
