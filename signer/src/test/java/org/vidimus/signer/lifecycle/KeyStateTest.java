package org.vidimus.signer.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.DomainName;

class KeyStateTest {
    private static final Instant T0 = Instant.parse("2026-11-24T08:00:00Z");

    @Test
    void theTableIsThis() {
        var table = new EnumMap<KeyState, Set<KeyState>>(KeyState.class);
        for (KeyState state : KeyState.values()) {
            table.put(state, state.next());
        }
        assertEquals(
                Map.of(
                        KeyState.GENERATED, Set.of(KeyState.PUBLISHED, KeyState.ACTIVE, KeyState.REVOKED),
                        KeyState.PUBLISHED, Set.of(KeyState.ACTIVE, KeyState.REVOKED),
                        KeyState.ACTIVE, Set.of(KeyState.RETIRING),
                        KeyState.RETIRING, Set.of(KeyState.ACTIVE, KeyState.REVOKED),
                        KeyState.REVOKED, Set.of()),
                table);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ACTIVE    | REVOKED  | active and cannot become revoked: it is in use; what it has signed is still on its way, so retire it first
        REVOKED   | ACTIVE   | revoked and cannot become active: it is revoked, and a revoked key does not come back
        RETIRING  | RETIRING | retiring and cannot become retiring: it is retiring already
        PUBLISHED | RETIRING | published and cannot become retiring: it was never used, so there is nothing to wait for
        """)
    void whatIsNotInItIsRefusedWithASentence(KeyState from, KeyState to, String sentence) {
        var refused = assertThrows(LifecycleException.class, () -> key(from).to(to, T0, Duration.ZERO));
        assertEquals("key s is " + sentence, refused.sentence());
    }

    @Test
    void everyStepNotInTheTableIsRefused() {
        for (KeyState from : KeyState.values()) {
            for (KeyState to : KeyState.values()) {
                if (!from.next().contains(to)) {
                    assertThrows(LifecycleException.class, () -> key(from).to(to, T0, Duration.ZERO));
                }
            }
        }
    }

    @Test
    void aRetiringKeySaysHowLongItsRecordStays() throws LifecycleException {
        ManagedKey key = key(KeyState.ACTIVE).to(KeyState.RETIRING, T0, Duration.ofDays(12));
        assertEquals(Optional.of(T0.plus(Duration.ofDays(12))), key.keepUntil());
        ManagedKey back = key.to(KeyState.ACTIVE, T0.plusSeconds(5), Duration.ZERO);
        assertEquals(Optional.empty(), back.keepUntil());
        assertEquals(T0.plusSeconds(5), back.sinceState());
    }

    private static ManagedKey key(KeyState state) {
        return new ManagedKey(
                DomainName.of("s"),
                KeyAlgorithm.ED25519,
                Bytes.utf8("x"),
                state,
                Map.of(state, T0),
                Optional.empty(),
                state == KeyState.RETIRING ? Optional.of(T0) : Optional.empty());
    }
}
