package org.vidimus.policy.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;

class LookupsBudgetTest {
    private static final Budgets.Dns BUDGET =
            new Budgets.Dns(8, Duration.ofSeconds(5), Duration.ofSeconds(20), 10, 500);

    private final AtomicLong now = new AtomicLong();

    private Lookups lookups(Duration perAnswer) {
        Resolver slow = (_, _) -> {
            now.addAndGet(perAnswer.toNanos());
            return new Answer.NoRecords();
        };
        return new Lookups(slow, BUDGET, now::get);
    }

    private static Answer ask(Lookups lookups, int name) {
        return lookups.lookup(DomainName.of("n" + name + ".example"), RecordType.TXT);
    }

    private static void assertRefused(Answer answer) {
        assertEquals(
                Answer.Cause.BUDGET,
                assertInstanceOf(Answer.Unavailable.class, answer).cause());
    }

    @Test
    @Spec("DNS-6")
    void keepsAQuarterOfTheQuestionsForTheEnd() {
        Lookups lookups = lookups(Duration.ZERO);
        for (int name = 0; name < 6; name++) {
            assertEquals(new Answer.NoRecords(), ask(lookups, name));
        }
        assertRefused(ask(lookups, 6));
        assertTrue(lookups.exhausted());
        lookups.openReserve();
        assertEquals(new Answer.NoRecords(), ask(lookups, 6));
        assertEquals(new Answer.NoRecords(), ask(lookups, 7));
        assertRefused(ask(lookups, 8));
        assertEquals(8, lookups.log().size());
    }

    @Test
    @Spec("DNS-6")
    void keepsAQuarterOfTheTimeForTheEnd() {
        Lookups lookups = lookups(Duration.ofSeconds(5));
        for (int name = 0; name < 3; name++) {
            assertEquals(new Answer.NoRecords(), ask(lookups, name));
        }
        assertRefused(ask(lookups, 3));
        lookups.openReserve();
        assertEquals(new Answer.NoRecords(), ask(lookups, 3));
        assertRefused(ask(lookups, 4));
    }

    @Test
    @Spec("DNS-6")
    void aSlowClientDoesNotUseUpTheTimeOfItsMessage() {
        Lookups lookups = lookups(Duration.ofSeconds(1));
        ask(lookups, 0);
        now.addAndGet(Duration.ofHours(1).toNanos());

        assertEquals(new Answer.NoRecords(), ask(lookups, 1));
        assertFalse(lookups.exhausted());
    }
}
