package org.vidimus.policy.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.RecordType;

/// What holds of every evaluation, over random zones.
class SpfPropertyTest {
    private static final int ZONES = 1_500;
    private static final Pattern VOID = Pattern.compile("void lookup");
    private static final Pattern TERM =
            Pattern.compile("^ *([-+?~]?(a|mx|ptr|exists|include)([:/].*)?|redirect=.*) -> ", Pattern.MULTILINE);

    @Test
    @Spec({"RFC 7208 §5", "SPF-11"})
    void theOrderOfRecordsDoesNotMatter() {
        for (int seed = 0; seed < ZONES; seed++) {
            RandomZone zone = new RandomZone(Fuzzing.random(seed), 1);
            String first = SpfTesting.words(zone.ours());
            for (int order = 0; order < 3; order++) {
                zone.shuffle(order);
                assertEquals(first, SpfTesting.words(zone.ours()), zone::toString);
            }
        }
    }

    @Test
    @Spec({"RFC 7208 §4.6.4", "SPF-10", "SPF-12"})
    void limitsHold() {
        for (int seed = 0; seed < ZONES; seed++) {
            RandomZone zone = new RandomZone(Fuzzing.random(seed), 0);
            Lookups dns = SpfTesting.lookups(zone.zone());
            SpfResult result = new SpfChecker(Budgets.Spf.DEFAULT, SpfTesting.CLOCK, () -> 0)
                    .mailFrom(SpfTesting.query(zone.client, zone.helo, zone.mailFrom), dns);
            String trace = SpfTesting.trace(result);

            // one more of either is the one that ends it
            assertTrue(TERM.matcher(trace).results().count() <= 11, trace);
            assertTrue(VOID.matcher(trace).results().count() <= 3, trace);
            assertTrue(
                    dns.log().stream()
                                    .filter(a -> a.question().type() == RecordType.PTR)
                                    .count()
                            <= 1,
                    trace);
            assertTrue(
                    dns.log().stream()
                                    .filter(a -> a.question().type() == RecordType.TXT)
                                    .count()
                            <= 12,
                    trace);
        }
    }

    @Test
    void saysTheSameAgain() {
        for (int seed = 0; seed < ZONES; seed++) {
            RandomZone zone = new RandomZone(Fuzzing.random(seed), 3);
            Lookups dns = SpfTesting.lookups(zone.zone());
            SpfChecker checker = new SpfChecker(Budgets.Spf.DEFAULT, SpfTesting.CLOCK, () -> 0);
            SpfQuery query = SpfTesting.query(zone.client, zone.helo, zone.mailFrom);

            SpfResult first = checker.mailFrom(query, dns);
            int asked = dns.log().size();
            assertEquals(first, checker.mailFrom(query, dns));
            assertEquals(asked, dns.log().size(), "the second time nothing is asked");
            assertEquals(
                    first.verdict(),
                    checker.mailFrom(query, SpfTesting.lookups(zone.zone())).verdict());
        }
    }
}
