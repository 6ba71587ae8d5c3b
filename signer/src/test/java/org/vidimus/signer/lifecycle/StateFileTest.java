package org.vidimus.signer.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;

class StateFileTest {
    private static final DomainName DOMAIN = DomainName.of("example.org");
    private static final Instant T0 = Instant.parse("2026-11-24T08:00:00Z");
    private static final String GOOD = """
            # The DKIM keys of example.org and how far each has come. Kept by `vidimus keys`.

            [202611-rsa]
            algorithm = "rsa2048"
            public-key = "a2V5"
            state = "retiring"
            generated = 2026-11-24T08:00:00Z
            published = 2026-11-24T08:10:00Z
            active = 2026-11-24T09:10:00Z
            retiring = 2027-05-23T09:10:00Z
            announced = 2026-11-24T08:00:01Z
            keep-until = 2027-06-04T09:10:00Z

            ["a.b"]
            algorithm = "ed25519"
            public-key = "a2V5"
            state = "generated"
            generated = 2026-11-24T08:00:00Z
            """;

    @Test
    void whatIsWrittenIsRead() throws LifecycleException {
        ManagedKey first = ManagedKey.generated(
                        DomainName.of("202611-rsa"), KeyAlgorithm.RSA2048, Bytes.utf8("key"), T0)
                .announced(T0.plusSeconds(1))
                .to(KeyState.PUBLISHED, T0.plusSeconds(600), Duration.ZERO)
                .to(KeyState.ACTIVE, T0.plusSeconds(4200), Duration.ZERO)
                .to(KeyState.RETIRING, Instant.parse("2027-05-23T09:10:00Z"), Duration.ofDays(12));
        ManagedKey second = ManagedKey.generated(DomainName.of("a.b"), KeyAlgorithm.ED25519, Bytes.utf8("key"), T0);
        var state = new DomainState(DOMAIN, List.of(first, second));
        assertEquals(GOOD, StateFile.format(state).utf8());
        assertEquals(new Parsed.Ok<>(state), StateReader.parse(DOMAIN, Bytes.utf8(GOOD)));
    }

    @Test
    void aPersonMayWriteIt() {
        String text = GOOD.replace("\n", "\r\n").replace(" = ", "=").replace("[\"a.b\"]", "  [\"a.b\"]  # the new one");
        assertEquals(
                StateReader.parse(DOMAIN, Bytes.utf8(GOOD)), StateReader.parse(DOMAIN, Bytes.utf8(text + "\n# end")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        state = "retiring"       | state = "retired"  |  6 | expected generated, published, active, retiring or revoked
        algorithm = "rsa2048"    | algorithm = "rsa"  |  4 | expected rsa2048, rsa3072, rsa4096 or ed25519
        public-key = "a2V5"      | public-key = "a2V" |  5 | expected a public key in base64
        public-key = "a2V5"      | public-key = ""    |  5 | expected a public key in base64
        published = 2026         | published = 2O26   |  8 | expected [SELECTOR], or a name, = and a value
        published = 2026         | published = 20262  |  8 | expected a time such as 2026-11-24T08:00:00Z
        keep-until               | keep-till          | 12 | unknown name keep-till
        keep-until               | # keep-until       |  3 | key 202611-rsa has no keep-until
        retiring = 2027          | # 2027             |  3 | key 202611-rsa has no retiring
        announced                | published          | 11 | published is there twice
        ["a.b"]                  | [202611-rsa]       | 14 | key 202611-rsa is there twice
        ["a.b"]                  | ["a..b"]           | 14 | expected a selector in the brackets
        [202611-rsa]             | # nothing          |  4 | expected [SELECTOR] first
        """)
    void whatIsWrongIsNamedWithItsLine(String part, String instead, int line, String why) {
        assertEquals(
                new Parsed.Malformed<>(line, why), StateReader.parse(DOMAIN, Bytes.utf8(GOOD.replace(part, instead))));
    }

    @Test
    void aFileThatIsCutOffAnywhereIsReadOrRefused() {
        for (int end = 0; end <= GOOD.length(); end++) {
            StateReader.parse(DOMAIN, Bytes.utf8(GOOD.substring(0, end)));
        }
        assertInstanceOf(
                Parsed.Malformed.class, StateReader.parse(DOMAIN, Bytes.utf8("#".repeat(StateFile.MAX_BYTES + 1))));
    }

    /// It may refuse; it may not throw.
    @Test
    void noiseIsReadOrRefused() {
        var random = new Random(20261124);
        byte[] good = GOOD.getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 5_000; round++) {
            byte[] octets = good.clone();
            for (int change = random.nextInt(1, 6); change > 0; change--) {
                octets[random.nextInt(octets.length)] = (byte) "\n\"[]=#-:TZ09az \u00e4".charAt(random.nextInt(15));
            }
            if (StateReader.parse(DOMAIN, Bytes.of(octets)) instanceof Parsed.Ok<DomainState>(DomainState state)) {
                assertEquals(new Parsed.Ok<>(state), StateReader.parse(DOMAIN, StateFile.format(state)));
            }
        }
    }
}
