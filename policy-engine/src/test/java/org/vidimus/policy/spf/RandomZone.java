package org.vidimus.policy.spf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.Answer;
import org.vidimus.policy.dns.Data;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.RecordType;
import org.vidimus.policy.dns.ZoneResolver;

/// A zone and a query made at random, alike for us and for pyspf: a few domains whose records name each other.
final class RandomZone {
    private static final List<String> DOMAINS =
            List.of("d0.example", "d1.example", "d2.example", "sub.d0.example", "m.d1.example", "gone.example");
    private static final List<String> ADDRESSES = List.of(
            "192.0.2.1", "192.0.2.2", "192.0.2.129", "203.0.113.9", "2001:db8::1", "2001:db8::2", "2001:db8:1::1");
    private static final List<String> QUALIFIERS = List.of("", "", "", "", "+", "-", "~", "?");
    private static final List<String> NETWORKS = List.of(
            "ip4:192.0.2.1",
            "ip4:192.0.2.0/24",
            "ip4:203.0.113.0/28",
            "IP4:0.0.0.0/0",
            "ip6:2001:db8::/32",
            "ip6:2001:db8::1",
            "ip6:::/0",
            "ip4:192.0.2.2/31",
            "ip6:2001:db8::ffff/112",
            "ip4:198.51.100.7");
    private static final List<String> MACROS = List.of(
            "%{i}.x.example",
            "%{ir}.%{v}.x.example",
            "%{l}.x.example",
            "%{l1r-}.x.example",
            "%{d2}",
            "%{d}",
            "%{o}",
            "%{h}",
            "%{p}",
            "%{s}.x.example",
            "%{dr}.x.example",
            "%{lr+-}.x.example",
            "%{L}.x.example",
            "%{S}.x.example",
            "%{p2}.x.example",
            "m.%{d}",
            "%{d1r}.example",
            "a%%b.example",
            "%{h2}",
            "%{i4}.x.example",
            "%{o2r}.example.");
    private static final List<String> PREFIXES =
            List.of("", "", "", "", "/24", "/32", "/0", "//64", "//128", "/24//64", "/31", "//0");
    private static final List<String> MISTAKES = List.of(
            "moo",
            "all:x",
            "a:",
            "a/33",
            "a//129",
            "ip4:1.2.3",
            "ip6:x",
            "ip4:1.2.3.4/33",
            "include",
            "include:",
            "exists",
            "ptr/24",
            "redirect=",
            "exp=",
            "a:%{x}.example",
            "a:%{d0}",
            "a:b.c%",
            "a:museum",
            "a:b.1",
            "=",
            "-",
            "mx:a.b/024",
            "x=%{c}",
            "redirect:d0.example",
            "all.",
            "ipv4:192.0.2.1",
            "a:%",
            "exists:%{i}/8",
            "a/24/24",
            "?",
            "--all");
    private static final List<String> OTHERS = List.of("x=1", "foo=%{d}", "op=auth", "default=pass", "Moo.x-y_z=%%");

    final RandomGenerator random;
    final List<Row> rows = new ArrayList<>();
    final List<Row> faults = new ArrayList<>();
    final String client;
    final String helo;
    final String mailFrom;

    /// A record, or a question that fails.
    record Row(String name, RecordType type, String value) {}

    /// @param mistakes how many terms in a hundred are wrong
    RandomZone(RandomGenerator random, int mistakes) {
        this.random = random;
        this.client = pick(ADDRESSES);
        this.helo = pick(List.of(
                "m.d1.example", "d2.example", "d0.example", "gone.example", "bad", "[192.0.2.1]", "a.b.d1.example"));
        this.mailFrom = random.nextInt(12) == 0
                ? ""
                : pick(List.of("user", "strong-bad", "a+b-c", "x=y", "")) + "@" + pick(DOMAINS.subList(0, 4));
        DOMAINS.forEach(domain -> fill(domain, mistakes));
        for (String local : List.of("user", "strong-bad", "strong", "192.0.2.1", "1.2.0.192.in-addr", "postmaster")) {
            if (random.nextBoolean()) {
                rows.add(new Row(local + ".x.example", RecordType.A, "127.0.0.2"));
            }
        }
        pointers();
    }

    private void fill(String domain, int mistakes) {
        if (domain.startsWith("gone") || random.nextInt(10) == 0) {
            return;
        }
        int records = random.nextInt(20) == 0 ? 2 : 1;
        for (int i = 0; i < records && random.nextInt(15) > 0; i++) {
            rows.add(new Row(domain, RecordType.TXT, record(mistakes)));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            address(domain);
        }
        for (int i = random.nextInt(20) == 0 ? 12 : random.nextInt(3); i > 0; i--) {
            rows.add(new Row(domain, RecordType.MX, random.nextInt(30) + " " + pick(DOMAINS)));
        }
        if (random.nextInt(12) == 0) {
            rows.add(
                    new Row("e." + domain, RecordType.TXT, pick(List.of("no %{l}", "%{c} %{r}", "100%", "%{p} %{o}"))));
        } else if (random.nextBoolean()) {
            rows.add(new Row("e." + domain, RecordType.TXT, "%{s} %{i} %{d} %{h}"));
        }
        if (random.nextInt(12) == 0) {
            faults.add(
                    new Row(domain, pick(List.of(RecordType.A, RecordType.AAAA, RecordType.MX, RecordType.TXT)), ""));
        }
    }

    private void address(String name) {
        String address = pick(ADDRESSES);
        rows.add(new Row(name, address.contains(":") ? RecordType.AAAA : RecordType.A, address));
    }

    private void pointers() {
        String name = ClientAddress.of(SpfSuite.address(client)).reverseName().toString();
        for (int i = random.nextInt(4); i > 0; i--) {
            String host = pick(DOMAINS);
            rows.add(new Row(name, RecordType.PTR, host));
            if (random.nextBoolean()) {
                rows.add(new Row(host, client.contains(":") ? RecordType.AAAA : RecordType.A, client));
            }
        }
        if (random.nextInt(30) == 0) {
            faults.add(new Row(name, RecordType.PTR, ""));
        }
    }

    private String record(int mistakes) {
        StringBuilder record = new StringBuilder(random.nextInt(40) == 0 ? "V=sPf1" : "v=spf1");
        for (int i = random.nextInt(6); i > 0; i--) {
            record.append(random.nextInt(20) == 0 ? "  " : " ");
            record.append(random.nextInt(100) < mistakes ? pick(MISTAKES) : term());
        }
        switch (random.nextInt(8)) {
            case 0 -> record.append(" redirect=").append(domainSpec());
            case 1 -> {}
            default ->
                record.append(' ')
                        .append(pick(List.of("-", "-", "~", "?", "+")))
                        .append("all");
        }
        if (random.nextInt(3) == 0) {
            record.append(" exp=e.").append(random.nextBoolean() ? "%{d}" : pick(DOMAINS));
        }
        return record.append(random.nextInt(20) == 0 ? " " : "").toString();
    }

    private String term() {
        return switch (random.nextInt(16)) {
            case 0, 1, 2 -> pick(QUALIFIERS) + "a" + host() + pick(PREFIXES);
            case 3, 4 -> pick(QUALIFIERS) + "mx" + host() + pick(PREFIXES);
            case 5, 6, 7 -> pick(QUALIFIERS) + "include:" + domainSpec();
            case 8, 9 -> pick(QUALIFIERS) + "exists:" + domainSpec();
            case 10 -> pick(QUALIFIERS) + "ptr" + host();
            case 11 -> pick(OTHERS);
            default -> pick(QUALIFIERS) + pick(NETWORKS);
        };
    }

    private String host() {
        return random.nextInt(3) == 0 ? "" : ":" + domainSpec();
    }

    private String domainSpec() {
        return random.nextInt(4) == 0 ? pick(MACROS) : pick(DOMAINS);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /// Puts the records into another order.
    void shuffle(long seed) {
        Collections.shuffle(rows, new Random(seed));
    }

    /// The zone for us.
    ZoneResolver zone() {
        ZoneResolver.Builder zone = ZoneResolver.builder();
        rows.forEach(row -> zone.add(name(row.name), row.type, data(row)));
        faults.forEach(row -> zone.fail(name(row.name), row.type, Answer.Cause.TIMEOUT));
        return zone.build();
    }

    SpfResult ours() {
        return SpfTesting.mailFrom(zone(), client, helo, mailFrom);
    }

    private static Data data(Row row) {
        return switch (row.type) {
            case A, AAAA -> new Data.Address(SpfSuite.address(row.value));
            case PTR -> new Data.Pointer(name(row.value));
            case TXT -> new Data.Text(Bytes.of(row.value.getBytes(StandardCharsets.ISO_8859_1)));
            case MX -> {
                String[] words = row.value.split(" ");
                yield new Data.Exchange(Integer.parseInt(words[0]), Optional.of(name(words[1])));
            }
        };
    }

    private static DomainName name(String text) {
        return DomainName.ofLabels(List.of(text.split("\\."))).orElseThrow();
    }

    Pyspf.Answer theirs(Pyspf pyspf) throws IOException {
        for (Row row : rows) {
            pyspf.record(row.name, row.type, row.value);
        }
        for (Row row : faults) {
            pyspf.fault(row.name, row.type);
        }
        return pyspf.query(client, helo, mailFrom);
    }

    /// Whether some TXT record has `text` in it.
    boolean mentions(String text) {
        return rows.stream().anyMatch(row -> row.type == RecordType.TXT && row.value.contains(text));
    }

    /// Whether `text` begins with a name of the client.
    boolean hasName(String text) {
        return rows.stream().anyMatch(row -> row.type == RecordType.PTR && text.startsWith(row.value));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(client + " " + helo + " <" + mailFrom + ">\n");
        rows.forEach(row -> text.append(row.name + " " + row.type + " " + row.value + "\n"));
        faults.forEach(row -> text.append("! " + row.name + " " + row.type + "\n"));
        return text.toString();
    }
}
