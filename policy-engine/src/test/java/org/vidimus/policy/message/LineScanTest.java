package org.vidimus.policy.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.message.LineEnds.LineEnd;

/// Eight octets at a time or one by one: what is found is the same.
class LineScanTest {
    private static final byte[] OCTETS = {0, '\t', '\n', '\n', '\r', '\r', '\r', 13 + 1, ' ', 'a', 'b', 127, -128, -1};

    @Test
    @Spec("DKS-5")
    void findsTheSameHoweverTheOctetsAreCut() {
        RandomGenerator random = Fuzzing.random(998);
        for (int round = 0; round < 20_000; round++) {
            byte[] octets = random(random);
            LineEnd lineEnd = round % 2 == 0 ? LineEnd.CRLF : LineEnd.LF;
            LineScan whole = new LineScan(lineEnd);
            whole.octets(octets, 0, octets.length);
            whole.end();
            LineScan cut = new LineScan(lineEnd);
            for (int at = 0; at < octets.length; ) {
                int length = random.nextInt(1, Math.min(20, octets.length - at) + 1);
                cut.octets(octets, at, length);
                at += length;
            }
            cut.end();
            Set<Fact> expected = expected(octets, lineEnd);
            assertEquals(expected, facts(whole), () -> new String(octets, StandardCharsets.ISO_8859_1));
            assertEquals(expected, facts(cut));
        }
    }

    /// Mostly harmless text with a few octets that are not, and now and then a line of just about the length
    /// that is allowed.
    private static byte[] random(RandomGenerator random) {
        byte[] octets = new byte[random.nextInt(10) == 0 ? random.nextInt(990, 1010) : random.nextInt(60)];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = 'x';
        }
        for (int n = random.nextInt(6); n > 0 && octets.length > 0; n--) {
            int at = random.nextInt(octets.length);
            octets[at] = OCTETS[random.nextInt(OCTETS.length)];
            if (octets[at] == '\r' && at + 1 < octets.length && random.nextBoolean()) {
                octets[at + 1] = '\n';
            }
        }
        return octets;
    }

    private static Set<Fact> facts(LineScan scan) {
        Set<Fact> facts = EnumSet.noneOf(Fact.class);
        add(facts, scan.bareCarriageReturn(), Fact.BODY_BARE_CR);
        add(facts, scan.bareLineFeed(), Fact.BODY_BARE_LF);
        add(facts, scan.nul(), Fact.BODY_NUL);
        add(facts, scan.longLine(), Fact.BODY_LONG_LINE);
        return facts;
    }

    private static Set<Fact> expected(byte[] octets, LineEnd lineEnd) {
        Set<Fact> facts = EnumSet.noneOf(Fact.class);
        int column = 0;
        for (int i = 0; i <= octets.length; i++) {
            boolean afterReturn = i > 0 && octets[i - 1] == '\r';
            int octet = i < octets.length ? octets[i] : -2;
            if (afterReturn && (octet != '\n' || lineEnd == LineEnd.LF)) {
                facts.add(Fact.BODY_BARE_CR);
            }
            if (octet == '\n' || i == octets.length) {
                boolean complete = octet == '\n' && lineEnd == LineEnd.CRLF && afterReturn;
                add(facts, octet == '\n' && lineEnd == LineEnd.CRLF && !afterReturn, Fact.BODY_BARE_LF);
                add(facts, column - (complete ? 1 : 0) > 998, Fact.BODY_LONG_LINE);
                column = 0;
            } else {
                column++;
                add(facts, octet == 0, Fact.BODY_NUL);
            }
        }
        return facts;
    }

    private static void add(Set<Fact> facts, boolean found, Fact fact) {
        if (found) {
            facts.add(fact);
        }
    }
}
