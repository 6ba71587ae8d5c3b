package org.vidimus.policy.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DnsSettingsTest {
    private static final ServerAddress SERVER = DnsSettings.DEFAULT.servers().getFirst();

    @Test
    void theDefaultsAreAsDocumented() {
        assertEquals(
                new DnsSettings(
                        List.of(SERVER),
                        Duration.ofSeconds(2),
                        3,
                        false,
                        1000,
                        new CacheSettings(
                                16 << 20,
                                Duration.ofSeconds(5),
                                Duration.ofDays(1),
                                Duration.ofHours(1),
                                Duration.ofSeconds(5),
                                Duration.ofHours(1))),
                DnsSettings.DEFAULT);
        assertEquals("127.0.0.1:53", SERVER.toString());
        assertEquals(DnsSettings.DEFAULT, DnsSettings.of(List.of(SERVER)));
    }

    @ParameterizedTest
    @CsvSource({
        "0, PT2S, 3, 10, 'no servers'",
        "1, PT0.009S, 3, 10, 'timeout must be from 10 ms to 1 min, not PT0.009S'",
        "1, PT61S, 3, 10, 'timeout must be from 10 ms to 1 min, not PT1M1S'",
        "1, PT2S, 0, 10, 'attempts must be from 1 to 10, not 0'",
        "1, PT2S, 11, 10, 'attempts must be from 1 to 10, not 11'",
        "1, PT2S, 3, 0, 'concurrent must be from 1 to 100000, not 0'",
        "1, PT2S, 3, 100001, 'concurrent must be from 1 to 100000, not 100001'",
    })
    void rangesAreChecked(int servers, Duration timeout, int attempts, int concurrent, String why) {
        IllegalArgumentException wrong = assertThrows(
                IllegalArgumentException.class,
                () -> new DnsSettings(
                        Collections.nCopies(servers, SERVER),
                        timeout,
                        attempts,
                        false,
                        concurrent,
                        CacheSettings.DEFAULT));
        assertEquals(why, wrong.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "-1,         PT5S, P1D, PT1H, PT5S, PT1H, 'bytes must be from 0 to 1 GiB, not -1'",
        "1073741825, PT5S, P1D, PT1H, PT5S, PT1H, 'bytes must be from 0 to 1 GiB, not 1073741825'",
        "1, PT-1S, P1D, PT1H, PT5S, PT1H, 'ttlFloor must be from PT0S to PT1M, not PT-1S'",
        "1, PT61S, P1D, PT1H, PT5S, PT1H, 'ttlFloor must be from PT0S to PT1M, not PT1M1S'",
        "1, PT5S, PT59S, PT1H, PT5S, PT1H, 'ttlCeiling must be from PT1M to PT168H, not PT59S'",
        "1, PT5S, P8D, PT1H, PT5S, PT1H, 'ttlCeiling must be from PT1M to PT168H, not PT192H'",
        "1, PT5S, P1D, PT59S, PT5S, PT1H, 'negativeCeiling must be from PT1M to PT24H, not PT59S'",
        "1, PT5S, P1D, P2D, PT5S, PT1H, 'negativeCeiling must be from PT1M to PT24H, not PT48H'",
        "1, PT5S, P1D, PT1H, PT0.9S, PT1H, 'failure must be from PT1S to PT5M, not PT0.9S'",
        "1, PT5S, P1D, PT1H, PT6M, PT1H, 'failure must be from PT1S to PT5M, not PT6M'",
        "1, PT5S, P1D, PT1H, PT5S, PT-1S, 'stale must be from PT0S to PT168H, not PT-1S'",
        "1, PT5S, P1D, PT1H, PT5S, P8D, 'stale must be from PT0S to PT168H, not PT192H'",
    })
    void rangesOfTheCacheAreChecked(
            long bytes,
            Duration floor,
            Duration ceiling,
            Duration negative,
            Duration failure,
            Duration stale,
            String why) {
        IllegalArgumentException wrong = assertThrows(
                IllegalArgumentException.class,
                () -> new CacheSettings(bytes, floor, ceiling, negative, failure, stale));
        assertEquals(why, wrong.getMessage());
    }
}
