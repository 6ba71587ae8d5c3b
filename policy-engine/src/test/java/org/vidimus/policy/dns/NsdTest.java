package org.vidimus.policy.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.policy.Spec;

/// The same zone file served by the real NSD and read by [ZoneResolver]: two opinions on one file.
@Timeout(120)
class NsdTest extends ServerResolverTesting {
    private static final String ZONE = """
            $ORIGIN example.
            $TTL 300
            @ 500 SOA ns root 1 3600 600 86400 60
            @ NS ns
            @ MX 10 mail
            @ 100 TXT "v=spf1 mx" " -all"
            @ 100 TXT "other"
            ns A 127.0.0.1
            mail A 192.0.2.1
            mail A 192.0.2.2
            mail AAAA 2001:db8::1
            none MX 0 .
            ptr PTR mail
            www 50 CNAME mail
            chain CNAME www
            gone CNAME nowhere
            loop CNAME pool
            pool CNAME loop
            octets TXT "\\000\\200\\255"
            deep.below.here TXT x
            service SRV 0 0 25 mail
            odd TYPE65400 \\# 1 00
            *.wild TXT "any"
            *.wild MX 5 mail
            is.wild A 192.0.2.3
            below.is.wild A 192.0.2.4
            *.alias CNAME mail
            xn--fa-hia TXT "sharp s"
            huge TXT %s
            many MX 1 a.many
            """.formatted(("\"" + "k".repeat(250) + "\" ").repeat(40));

    private static final List<String> NAMES = List.of(
            "",
            "ns.",
            "mail.",
            "none.",
            "ptr.",
            "www.",
            "chain.",
            "gone.",
            "loop.",
            "octets.",
            "deep.below.here.",
            "below.here.",
            "here.",
            "x.here.",
            "service.",
            "odd.",
            "wild.",
            "a.wild.",
            "a.b.wild.",
            "is.wild.",
            "x.is.wild.",
            "below.is.wild.",
            "x.below.is.wild.",
            "alias.",
            "a.alias.",
            "faß.",
            "huge.",
            "many.",
            "nothing.",
            "x.mail.",
            "_dmarc.",
            "_dmarc.mail.");

    private Nsd start(Path folder) throws IOException {
        return Nsd.start(folder, "example.", ZONE);
    }

    @Test
    @Spec({"RFC 1035 §5", "RFC 4592", "RFC 2308 §2", "DNS-1", "DNS-4"})
    void twoReadersOfOneZoneAgree(@TempDir Path folder) throws IOException {
        ZoneResolver zone = ZoneResolver.of(ZONE);
        try (Nsd nsd = start(folder)) {
            ServerResolver dns = resolver(nsd.servers());
            for (String name : NAMES) {
                for (RecordType type : RecordType.values()) {
                    Question question = new Question(DomainName.of(name + "example"), type);
                    assertEquals(
                            ordered(zone.lookup(question, LONG)),
                            ordered(dns.lookup(question, LONG)),
                            question.toString());
                }
            }
        }
    }

    /// A server may put the records into any order.
    private static Object ordered(Answer answer) {
        return answer instanceof Answer.Found(List<Data> records, boolean _) ? Set.copyOf(records) : answer;
    }

    @Test
    @Spec({"RFC 2308 §5", "DNS-7"})
    void answersHoldAsLongAsTheZoneSays(@TempDir Path folder) throws IOException {
        try (Nsd nsd = start(folder)) {
            ServerResolver dns = resolver(nsd.servers());
            for (var row : Map.of("TXT", 100, "MX", 300, "A", 60).entrySet()) {
                assertTtl(dns, "example", RecordType.valueOf(row.getKey()), row.getValue());
            }
            assertTtl(dns, "www.example", RecordType.A, 50); // that of the alias
            assertTtl(dns, "chain.example", RecordType.A, 50);
            assertTtl(dns, "chain.example", RecordType.TXT, 50); // there is none
            assertTtl(dns, "nothing.example", RecordType.TXT, 60);
        }
    }

    private static void assertTtl(ServerResolver dns, String name, RecordType type, int seconds) {
        Question question = new Question(DomainName.of(name), type);
        assertEquals(
                Duration.ofSeconds(seconds), dns.timedLookup(question, LONG).ttl(), question.toString());
    }

    @Test
    @Spec("DNS-1")
    void aServerThatIsNotInChargeSaysNothing(@TempDir Path folder) throws IOException {
        try (Nsd nsd = start(folder)) {
            assertEquals(
                    failure(Answer.Cause.SERVER_FAILURE, "a name server said REFUSED"),
                    resolver(nsd.servers()).lookup(new Question(DomainName.of("example.com"), RecordType.A), LONG));
        }
    }
}
