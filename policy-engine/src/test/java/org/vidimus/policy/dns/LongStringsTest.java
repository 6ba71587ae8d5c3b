package org.vidimus.policy.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;

class LongStringsTest {
    private static Answer txt(String record) {
        return ZoneResolver.of("k.example. TXT " + record)
                .lookup(new Question(DomainName.of("k.example"), RecordType.TXT), Duration.ofSeconds(1));
    }

    @Test
    @Spec({"RFC 1035 §3.3", "DNS-2"})
    void longQuotedStringsAreSplitAndComeOutWhole() {
        for (int length : List.of(254, 255, 256, 510, 511, 2000)) {
            String value = "x".repeat(length);
            assertEquals(new Answer.Found(List.of(new Data.Text(Bytes.utf8(value))), false), txt('"' + value + '"'));
        }
    }

    @Test
    @Spec("RFC 1035 §5.1")
    void anEscapeIsOneOctetAndIsNeverCut() {
        assertEquals(
                new Answer.Found(List.of(new Data.Text(Bytes.utf8("x".repeat(254) + "\"\\A;" + "y".repeat(9)))), false),
                txt('"' + "x".repeat(254) + "\\\"\\\\\\065;" + "y".repeat(9) + '"'));
    }

    @Test
    void quotesInCommentsAndCommentsInQuotesAreWhatTheyAre() {
        String zone = "a TXT \"x;y\" ; it's \"\nb TXT \"z\"\n";
        assertEquals(zone, LongStrings.split(zone));
    }
}
