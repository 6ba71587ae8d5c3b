package org.vidimus.policy.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

/// Names of anybody.
class DomainNameFuzzTest {
    @Test
    void anyOctetsAreANameOrNot() {
        List<String> seeds =
                List.of("example.com.", "_dmarc.faß.de", "xn--fa-hia.de", "a.".repeat(130), "b".repeat(64));
        List<String> words = List.of(".", "-", "_", "xn--", "ß", "\u200D", "。", "\0", "@", "\u0627", "İ");

        Fuzzing.run(10_000, seeds, words, DomainNameFuzzTest::fuzz);
    }

    /// Fails if a name is not the same when it is read again, or does not fit into a message.
    static void fuzz(byte[] octets) {
        switch (DomainName.parse(Bytes.of(octets))) {
            case Parsed.Malformed<DomainName>(int offset, String why) ->
                assertTrue(offset >= 0 && offset <= octets.length && !why.isEmpty());
            case Parsed.Ok<DomainName>(DomainName name) -> {
                assertTrue(name.toString().matches("[a-z0-9_.-]{1,253}"), name.toString());
                assertEquals(name, DomainName.of(name.toString()));
                assertEquals(name, DomainName.ofLabels(name.labels()).orElseThrow());
                assertEquals(name, Records.name(Records.name(name)).orElseThrow());
                assertTrue(!name.toUnicode().isEmpty());
            }
        }
    }
}
