package org.vidimus.policy.dmarc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.vidimus.policy.Json;
import org.vidimus.policy.Spec;
import org.vidimus.policy.Suites;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.Answer;
import org.vidimus.policy.dns.Data;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.RecordType;
import org.vidimus.policy.dns.Resolver;
import org.vidimus.policy.dns.ZoneResolver;

/// The DMARC cases of mailauth, with those that mailauth itself skips. They ask for members of mailauth's
/// result objects; [#members] says which of our values each one is. [#OTHERWISE] lists every expectation that
/// we do not meet, and docs/dmarc.md argues each.
@Spec({"RFC 9989 §4.7", "RFC 9989 §4.8", "RFC 9989 §4.10", "DM-3", "DM-6", "DM-7", "DM-9", "DM-11", "DM-12"})
class DmarcMailauthSuiteTest {
    private static final String SUITE = "derived-dmarc-mailauth";

    /// The end of a case's name and the member, and what we say there.
    private static final Map<String, String> OTHERWISE = Map.ofEntries(
            // Several records are all discarded, and the walk goes on; ending there was the first edition's
            // rule.
            Map.entry("publishes multiple records (§4.10 step 2): result.status.result", "fail"),
            Map.entry("publishes multiple records (§4.10 step 2): result.policy", "none"),
            // The record as published still shows its pct, which nothing reads.
            Map.entry("does not expose a pct property on the result: result.pct", "50"),
            // Tag names are those of RFC 6376 §3.2, whose case counts: a record without a policy does not
            // apply.
            Map.entry("Should lowercase tag names: result.v", "undefined"),
            Map.entry("Should lowercase tag names: result.p", "undefined"),
            Map.entry("Should lowercase tag names: result.adkim", "undefined"),
            // pct is a text without a meaning, no number.
            Map.entry("Should handle invalid pct value as 0: result.pct", "invalid"),
            Map.entry("Should convert pct to integer: typeof", "undefined"),
            Map.entry("Should convert ri to integer: typeof", "undefined"),
            // What is no tag is a problem of the record, not a tag with an odd name.
            Map.entry("Should handle tags starting with equals: result.false", "undefined"),
            // No name is special to the walk, not even one made of numbers.
            Map.entry(
                    "when no org domain can be derived: result.calls.map(call => call.name)",
                    "_dmarc.localhost _dmarc.192.0.2.1 _dmarc.0.2.1 _dmarc.2.1 _dmarc.1"),
            // Two addresses of one domain have one domain.
            Map.entry("Should return false for headerFrom array with multiple elements: result", "pass"),
            // Said elsewhere: DkimResult.bodyLimited, and ARC is a statement of its own in
            // Authentication-Results.
            Map.entry("Should track undersized DKIM signatures: result.alignment.dkim.underSized", "undefined"),
            Map.entry("even when strict alignment rejects it: result.alignment.dkim.underSized", "undefined"),
            Map.entry("Should include ARC result in comment when provided: result.status.comment", "undefined"),
            // Our words.
            Map.entry(
                    "Should return temperror on DNS failure: result.error",
                    "_dmarc.example.com could not be asked: timeout"));

    @BeforeAll
    static void suiteIsThere() {
        Suites.folder(SUITE);
    }

    private static List<Json> cases() throws IOException {
        return Json.read(Files.readString(Suites.folder(SUITE).resolve("dmarc-cases.json")))
                .get("cases")
                .elements();
    }

    @Test
    void theSuiteIsWhole() throws IOException {
        assertEquals(88, cases().size());
        for (String exception : OTHERWISE.keySet()) {
            String name = exception.substring(0, exception.lastIndexOf(": "));
            assertEquals(
                    1,
                    cases().stream()
                            .filter(c -> c.get("id").text().endsWith(name))
                            .count(),
                    exception);
        }
    }

    @TestFactory
    Stream<DynamicTest> decidesAsMailauthShould() throws IOException {
        return cases().stream().map(c -> DynamicTest.dynamicTest(c.get("id").text(), () -> check(c)));
    }

    private static void check(Json c) {
        List<Outcome> outcomes = c.get("calls").elements().stream()
                .map(DmarcMailauthSuiteTest::outcome)
                .toList();
        String queries =
                outcomes.stream().flatMap(o -> o.policyQueries().stream()).collect(Collectors.joining(" "));
        boolean first = true;
        for (Json expectation : c.get("expect").elements()) {
            // Where there are several calls, the first expectation is of the first one and the others of the
            // last.
            Outcome outcome = first ? outcomes.getFirst() : outcomes.getLast();
            first = false;
            String member = member(expectation);
            String ours = member.contains(".calls.") ? queries : outcome.get(member);
            Optional<String> otherwise = OTHERWISE.entrySet().stream()
                    .filter(entry -> (c.get("id").text() + ": " + member).endsWith(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst();
            if (otherwise.isPresent()) {
                assertEquals(otherwise.get(), ours, member);
            } else {
                compare(expectation, member, ours);
            }
        }
    }

    private static String member(Json expectation) {
        if (!(expectation.get("of") instanceof Json.Text(String of))) {
            return expectation.get("of").toString().contains("function") ? "typeof" : "error";
        }
        return expectation.get("op").text().equals("have.property")
                ? of + "." + expectation.get("value").text()
                : of;
    }

    private static void compare(Json expectation, String member, String ours) {
        boolean no = expectation instanceof Json.Members(Map<String, Json> m) && m.containsKey("not");
        boolean holds = switch (expectation.get("op").text()) {
            case "equal" -> expectation.get("value").text().equals(ours);
            case "deep.equal" ->
                expectation.get("value").elements().stream()
                        .map(Json::text)
                        .collect(Collectors.joining(" "))
                        .equals(ours);
            case "true" -> ours.equals("true");
            case "false" -> ours.equals("false") || ours.equals("undefined");
            case "undefined" -> ours.equals("undefined");
            case "ok", "have.property", "a", "an" -> !ours.equals("undefined");
            case "include", "contain" -> ours.contains(expectation.get("value").text());
            default -> throw new IllegalArgumentException(expectation.toString());
        };
        assertEquals(!no, holds, () -> expectation + " but " + member + " is " + ours);
    }

    /// What one call gave: mailauth's members, and the questions.
    private record Outcome(Map<String, String> members, List<String> questions) {
        String get(String member) {
            return members.getOrDefault(member, "undefined");
        }

        List<String> policyQueries() {
            return questions.stream()
                    .filter(question -> question.startsWith("TXT _dmarc."))
                    .map(question -> question.substring(4))
                    .toList();
        }
    }

    private static Outcome outcome(Json call) {
        Case message = Case.in(resolver(call.get("zone")));
        boolean lookup = call.get("fn").text().equals("lookup");
        if (lookup) {
            message.from(call.get("domain").text());
        } else {
            message.from(strings(call.get("headerFrom"))
                    .map(address -> address.substring(address.indexOf('@') + 1))
                    .distinct()
                    .toArray(String[]::new));
            domains(call.get("dkim")).forEach(domain -> message.dkim("pass", domain));
            domains(call.get("spf")).forEach(domain -> message.spf("pass", domain));
        }
        DmarcResult result = message.result();
        return new Outcome(members(result, lookup), message.questions());
    }

    private static Stream<String> strings(Json json) {
        return json instanceof Json.Array(List<Json> values) ? values.stream().map(Json::text) : Stream.of(json.text());
    }

    private static Stream<String> domains(Json json) {
        return json.elements().stream()
                .map(entry -> (entry instanceof Json.Members ? entry.get("domain") : entry).text());
    }

    private static Map<String, String> members(DmarcResult result, boolean lookup) {
        Map<String, String> members = new HashMap<>();
        members.put("result.status.result", result.status().word());
        if (result.status() == DmarcResult.Status.TEMPERROR) {
            members.put("result.error", result.reason());
            members.put("error", "ETIMEOUT"); // the only failure in the suite
        }
        if (!lookup || result.record().isPresent()) {
            members.put("result", result.status().word());
        }
        result.fromDomain().ifPresent(domain -> members.put("result.status.header.from", domain.toString()));
        result.policyDomain().ifPresent(domain -> {
            members.put("result.domain", domain.toString());
            members.put("result.status.header.d", domain.toString());
            members.put(
                    "result.isOrgRecord", String.valueOf(!result.fromDomain().equals(result.policyDomain())));
        });
        result.requested()
                .ifPresent(policy -> members.put(
                        "result.policy",
                        (result.status() == DmarcResult.Status.FAIL ? result.applicable() : policy).word()));
        String organization =
                result.organizationalDomain().map(DomainName::toString).orElse("?");
        if (result.alignedSpf()) {
            members.put("result.alignment.spf.result", organization);
        }
        if (result.alignedDkim()) {
            members.put("result.alignment.dkim.result", organization);
        }
        members.put(
                "result.info",
                "dmarc=" + result.toResultInfo(result.applicable()).result());
        result.record().ifPresent(record -> addRecord(record, members));
        return members;
    }

    private static void addRecord(DmarcRecord record, Map<String, String> members) {
        members.put("result.rr", record.text().latin1());
        members.put("result.v", "DMARC1");
        members.put("result.alignment.dkim.strict", String.valueOf(record.strictDkim()));
        members.put("result.alignment.spf.strict", String.valueOf(record.strictSpf()));
        // pct and ri are read by nobody; they are there as text.
        if (TagList.parse(record.text()) instanceof Parsed.Ok<TagList>(TagList list)) {
            list.tags().stream()
                    .filter(tag -> List.of("pct", "ri").contains(tag.name()))
                    .forEach(tag -> members.put("result." + tag.name(), tag.value()));
        }
        record.policy().ifPresent(policy -> members.put("result.p", policy.word()));
        record.subdomainPolicy().ifPresent(policy -> members.put("result.sp", policy.word()));
        members.put("result.adkim", record.strictDkim() ? "s" : "undefined");
        members.put("result.aspf", record.strictSpf() ? "s" : "r");
        members.put("result.fo", String.join(":", record.failureOptions()));
        members.put("result.rua", String.join(",", record.aggregateReports()));
        members.put("result.ruf", String.join(",", record.failureReports()));
    }

    private static Resolver resolver(Json zone) {
        Map<String, Json> names = ((Json.Members) zone).members();
        if (names.containsKey("*")) {
            Json all = names.get("*").get("TXT");
            return (_, _) -> all instanceof Json.Members
                    ? new Answer.Unavailable(Answer.Cause.TIMEOUT, "timeout")
                    : text(all).isEmpty() ? new Answer.NoRecords() : new Answer.Found(text(all), false);
        }
        ZoneResolver.Builder builder = ZoneResolver.builder();
        names.forEach((name, types) -> ((Json.Members) types).members().forEach((type, values) -> {
            for (Data data : data(type, values)) {
                builder.add(DomainName.of(name), RecordType.valueOf(type.toUpperCase(Locale.ROOT)), data);
            }
        }));
        return builder.build();
    }

    private static List<Data> data(String type, Json values) {
        return switch (type) {
            case "TXT" -> text(values);
            case "A" ->
                values.elements().stream()
                        .<Data>map(value -> new Data.Address(InetAddress.ofLiteral(value.text())))
                        .toList();
            case "MX" ->
                values.elements().stream()
                        .<Data>map(value -> new Data.Exchange(
                                1,
                                Optional.of(DomainName.of(value.get("exchange").text()))))
                        .toList();
            default -> throw new IllegalArgumentException(type);
        };
    }

    private static List<Data> text(Json values) {
        return values.elements().stream()
                .<Data>map(strings -> new Data.Text(Bytes.utf8(strings(strings).collect(Collectors.joining()))))
                .toList();
    }
}
