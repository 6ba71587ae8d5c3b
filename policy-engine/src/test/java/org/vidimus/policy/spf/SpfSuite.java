package org.vidimus.policy.spf;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vidimus.policy.Suites;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.Answer;
import org.vidimus.policy.dns.Data;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.RecordType;
import org.vidimus.policy.dns.ZoneResolver;
import org.vidimus.policy.message.MailAddress;
import org.vidimus.policy.message.ReversePath;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// The YAML of openspf and pyspf: scenarios of a zone and of queries to it.
///
/// Records of the type SPF, which nobody asks for any more (RFC 7208 §3.1), count as TXT records where a name
/// has no TXT records of its own; `TIMEOUT` makes those questions fail for which there is nothing else. So
/// the suite says.
final class SpfSuite {
    private static final String SUITE = "spf-openspf-pyspf";
    private static final String TIMEOUT = "TIMEOUT";

    private SpfSuite() {}

    /// A scenario.
    record Scenario(String description, ZoneResolver zone, List<Case> cases) {}

    /// A query and what may come of it.
    ///
    /// @param explanation the explanation wanted; `DEFAULT` for none
    record Case(
            String name,
            String client,
            String helo,
            String mailFrom,
            Set<String> results,
            Optional<String> explanation) {
        SpfResult run(ZoneResolver zone) {
            SpfQuery query = new SpfQuery(
                    address(client), Optional.of(octets(helo)), SpfSuite.mailFrom(mailFrom), "receiver.example");
            SpfChecker checker = new SpfChecker(Budgets.Spf.DEFAULT, InstantSource.fixed(Instant.EPOCH), () -> 0);
            return checker.mailFrom(query, new Lookups(zone, Budgets.Dns.DEFAULT, () -> 0));
        }
    }

    /// Reads a file of the suite.
    static List<Scenario> read(String file) throws IOException {
        List<Scenario> scenarios = new ArrayList<>();
        try (InputStream in = Files.newInputStream(Suites.folder(SUITE).resolve(file))) {
            for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(in)) {
                scenarios.add(scenario(map(document)));
            }
        }
        return scenarios;
    }

    private static Scenario scenario(Map<?, ?> document) {
        List<Case> cases = new ArrayList<>();
        section(document, "tests").forEach((name, test) -> cases.add(test(String.valueOf(name), map(test))));
        String description = String.valueOf(document.get("description"));
        return new Scenario(description, zone(section(document, "zonedata")), cases);
    }

    private static Case test(String name, Map<?, ?> test) {
        Set<String> results = test.get("result") instanceof List<?> list
                ? Set.copyOf(list.stream().map(String::valueOf).toList())
                : Set.of(String.valueOf(test.get("result")));
        return new Case(
                name,
                String.valueOf(test.get("host")),
                String.valueOf(test.get("helo")),
                String.valueOf(test.get("mailfrom")),
                results,
                Optional.ofNullable(test.get("explanation")).map(String::valueOf));
    }

    private static ZoneResolver zone(Map<?, ?> data) {
        ZoneResolver.Builder zone = ZoneResolver.builder();
        data.forEach((name, entries) -> {
            DomainName.ofLabels(List.of(String.valueOf(name).split("\\.")))
                    .ifPresent(owner -> entries(owner, (List<?>) entries, zone));
        });
        return zone.build();
    }

    private static void entries(DomainName owner, List<?> entries, ZoneResolver.Builder zone) {
        Set<RecordType> held = EnumSet.noneOf(RecordType.class);
        boolean text = entries.stream().anyMatch(e -> e instanceof Map<?, ?> map && map.containsKey("TXT"));
        for (Object entry : entries) {
            if (entry instanceof Map<?, ?> map) {
                map.forEach((type, value) -> entry(owner, String.valueOf(type), value, text, zone, held));
            }
        }
        if (entries.contains(TIMEOUT)) {
            EnumSet.complementOf(EnumSet.copyOf(held)).forEach(type -> zone.fail(owner, type, Answer.Cause.TIMEOUT));
        }
    }

    private static void entry(
            DomainName owner,
            String type,
            Object value,
            boolean text,
            ZoneResolver.Builder zone,
            Set<RecordType> held) {
        if (type.equals("CNAME")) {
            name(value).ifPresent(target -> zone.alias(owner, target));
            return;
        }
        if (value.equals("NONE") || (type.equals("SPF") && text)) {
            return;
        }
        RecordType record = type.equals("SPF") ? RecordType.TXT : RecordType.valueOf(type);
        if (value.equals(TIMEOUT)) {
            zone.fail(owner, record, Answer.Cause.TIMEOUT);
            return;
        }
        held.add(record);
        zone.add(
                owner,
                record,
                switch (record) {
                    case A, AAAA -> new Data.Address(address(String.valueOf(value)));
                    case TXT -> new Data.Text(value instanceof List<?> strings ? joined(strings) : octets(value));
                    case PTR -> new Data.Pointer(name(value).orElseThrow());
                    case MX -> {
                        List<?> pair = (List<?>) value;
                        yield new Data.Exchange(Integer.parseInt(String.valueOf(pair.get(0))), name(pair.get(1)));
                    }
                });
    }

    private static Bytes joined(List<?> strings) {
        return octets(String.join("", strings.stream().map(String::valueOf).toList()));
    }

    private static Optional<DomainName> name(Object text) {
        return DomainName.ofLabels(List.of(String.valueOf(text).split("\\.")));
    }

    /// The suite writes octets as characters of the same number.
    private static Bytes octets(Object text) {
        return Bytes.of(String.valueOf(text).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Map<?, ?> section(Map<?, ?> document, String key) {
        return Optional.ofNullable(document.get(key))
                .<Map<?, ?>>map(SpfSuite::map)
                .orElse(Map.of());
    }

    private static Map<?, ?> map(Object value) {
        return (Map<?, ?>) value;
    }

    /// A literal address, without asking anybody.
    static InetAddress address(String literal) {
        return InetAddress.ofLiteral(literal);
    }

    /// The suites have local-parts that no SMTP server takes.
    static ReversePath mailFrom(String text) {
        if (text.isEmpty()) {
            return new ReversePath.Null();
        }
        int at = text.lastIndexOf('@');
        return switch (DomainName.parse(text.substring(at + 1))) {
            case Parsed.Malformed<DomainName>(int _, String why) -> new ReversePath.Unusable(Bytes.utf8(text), why);
            case Parsed.Ok<DomainName>(DomainName domain) ->
                new ReversePath.Mailbox(new MailAddress(Bytes.utf8(text.substring(0, Math.max(at, 0))), domain));
        };
    }
}
