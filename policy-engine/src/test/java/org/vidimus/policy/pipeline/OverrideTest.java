package org.vidimus.policy.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.arc.ArcResult.Sealer;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dmarc.DmarcPolicy;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.ZoneResolver;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.ReversePath;

/// What the administrator has decided about some mail, and which mail that is.
class OverrideTest {
    private static final TestKey KEY = new TestKey();
    private static final String NOW = "2026-11-23T12:00:00Z";
    private static final String[] ZONE = {
        "bank.example. TXT \"v=spf1 ip4:192.0.2.1 -all\"",
        "_dmarc.bank.example. TXT \"v=DMARC1; p=reject\"",
        "calm.example. TXT \"v=spf1 ip4:192.0.2.3 -all\"",
        "_dmarc.calm.example. TXT \"v=DMARC1; p=none\"",
        KEY.record("s1", "bank.example"),
        KEY.record("s1", "list.example"),
    };

    private static final PipelineSettings STRICT = PipelineSettings.of(new AuthservId("mx.example.com"))
            .with(new DmarcHandling(DmarcPolicy.REJECT, Deferral.TEMPFAIL))
            .with(new SpfHandling(DmarcPolicy.QUARANTINE, DmarcPolicy.NONE, Deferral.ACCEPT));

    private static <T> List<T> read(Function<String, Parsed<T>> parse, String... texts) {
        return Stream.of(texts)
                .map(text -> switch (parse.apply(text)) {
                    case Parsed.Ok<T>(T value) -> value;
                    case Parsed.Malformed<T>(int at, String why) -> fail(text + " " + at + " " + why);
                })
                .toList();
    }

    private static OverrideConditions from(String... networks) {
        return new OverrideConditions(
                read(Network::parse, networks), List.of(), List.of(), List.of(), List.of(), List.of());
    }

    private static OverrideConditions on(String what, String... values) {
        List<DomainPattern> domains =
                what.equals("networks") || what.equals("lists") ? List.of() : read(DomainPattern::parse, values);
        return new OverrideConditions(
                what.equals("networks") ? read(Network::parse, values) : List.of(),
                what.equals("envelope") ? domains : List.of(),
                what.equals("from") ? domains : List.of(),
                what.equals("lists") ? read(ListPattern::parse, values) : List.of(),
                what.equals("sealers") ? domains : List.of(),
                what.equals("dkim") ? domains : List.of());
    }

    private static OverrideRule rule(String name, OverrideConditions when, OverrideAction action) {
        return new OverrideRule(name, when, action, PolicyOverride.Kind.MAILING_LIST, "it is known", Optional.empty());
    }

    private static Pipeline pipeline(OverrideRule... rules) {
        return new Pipeline(
                STRICT.withOverrides(List.of(rules)),
                Budgets.DEFAULT,
                ZoneResolver.of(ZONE),
                () -> Instant.parse(NOW),
                () -> 0,
                Runnable::run);
    }

    private static Mail by(String author, String mailFrom) {
        return Mail.of(mailFrom, "From: Ann <" + author + ">", "Subject: hi", "List-Id: Talk <Talk.List.Example>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // mail that fails p=reject; p=none and SPF; passes
                "NONE       | accept     | quarantine | accept",
                "QUARANTINE | quarantine | quarantine | quarantine",
                "REJECT     | 550 5.7.1  | 550 5.7.1  | 550 5.7.1",
                "ACCEPT     | accept     | accept     | accept",
                "TAG        | accept     | accept     | accept",
                "           | 550 5.7.1  | quarantine | accept",
            })
    @Spec({"RFC 9989 §5.4", "DM-21"})
    void everyActionHasTheLastWord(OverrideAction action, String forged, String spf, String honest) {
        Pipeline pipeline =
                action == null ? pipeline() : pipeline(rule("r", from("203.0.113.0/24", "192.0.2.0/24"), action));
        assertEquals(
                List.of(forged, spf, honest),
                Stream.of(
                                by("a@bank.example", "<a@other.test>"),
                                by("a@calm.example", "<a@calm.example>"),
                                by("a@bank.example", "<a@bank.example>").from("192.0.2.1"))
                        .map(mail -> Mail.word(mail.through(pipeline).disposition()))
                        .toList());
    }

    @Test
    @Spec({"RFC 9989 §5.4", "RFC 9990 §3.1.6", "DM-21"})
    void theReasonIsGivenWhereItMadeADifference() {
        Pipeline pipeline = pipeline(rule("talk", on("lists", "talk.list.example"), OverrideAction.ACCEPT));
        Findings findings = by("a@bank.example", "<a@bank.example>").through(pipeline);
        assertEquals(
                List.of(new PolicyOverride(PolicyOverride.Kind.MAILING_LIST, "talk: it is known")),
                findings.evidence().orElseThrow().overrides());
        assertEquals(
                "talk",
                findings.evidence()
                        .flatMap(Evidence::rule)
                        .map(OverrideRule::name)
                        .orElse(""));
        assertEquals(
                "p=reject; mailing_list: talk: it is known",
                Mail.result(findings, "dmarc").comment().orElse(""));
        assertTrue(findings.summary().contains("applied: none; mailing_list: talk: it is known"), findings.summary());

        Findings passes =
                by("a@bank.example", "<a@bank.example>").from("192.0.2.1").through(pipeline);
        assertEquals(List.of(), passes.evidence().orElseThrow().overrides());
        assertTrue(passes.evidence().flatMap(Evidence::rule).isPresent());
    }

    @Test
    void refusalsNameTheRuleToTheSender() {
        Pipeline pipeline = pipeline(rule("no-more", on("envelope", "*.bank.example"), OverrideAction.REJECT));
        assertEquals(
                new Disposition.Refuse(550, "5.7.1", "Refused by local policy: no-more"),
                by("a@calm.example", "<x@mail.bank.example>").through(pipeline).disposition());
        assertEquals(
                "quarantine",
                Mail.word(by("a@calm.example", "<x@bank.example>")
                        .through(pipeline)
                        .disposition()));
    }

    @Test
    void theFirstThatMatchesDecidesAndComesBeforeTrustedForwarders() {
        PipelineSettings trusting = STRICT.with(new TrustSettings(
                        List.of(),
                        List.of(new Forwarder.Addresses(
                                read(Network::parse, "203.0.113.9").getFirst())),
                        java.util.Set.of()))
                .withOverrides(List.of(
                        rule("one", on("from", "bank.example"), OverrideAction.QUARANTINE),
                        rule("two", on("from", "*.example", "bank.example"), OverrideAction.REJECT)));
        Pipeline pipeline = new Pipeline(
                trusting, Budgets.DEFAULT, ZoneResolver.of(ZONE), () -> Instant.parse(NOW), () -> 0, Runnable::run);
        assertEquals(
                new Disposition.Quarantine("local policy: one"),
                by("a@bank.example", "<>").through(pipeline).disposition());
        assertEquals(
                "550 5.7.1",
                Mail.word(by("a@calm.example", "<>").through(pipeline).disposition()));
        assertEquals(
                "accept", Mail.word(by("a@other.test", "<>").through(pipeline).disposition()));
    }

    @Test
    void anExpiredOneCountsNoMore() {
        for (String day : List.of("2026-11-22", "2026-11-23")) {
            OverrideRule rule = new OverrideRule(
                    "old",
                    from("203.0.113.9"),
                    OverrideAction.ACCEPT,
                    PolicyOverride.Kind.OTHER,
                    "",
                    Optional.of(LocalDate.parse(day)));
            assertEquals(
                    day.equals("2026-11-22") ? "550 5.7.1" : "accept",
                    Mail.word(by("a@bank.example", "<>").through(pipeline(rule)).disposition()));
        }
    }

    @Test
    void aSignatureCountsOnlyIfItPasses() {
        Pipeline pipeline = pipeline(rule("signed", on("dkim", "list.example"), OverrideAction.NONE));
        Mail mail = by("a@bank.example", "<a@list.example>").signed(KEY, "list.example", "s1");
        assertEquals("accept", Mail.word(mail.through(pipeline).disposition()));
        assertEquals(
                "550 5.7.1",
                Mail.word(mail.body("changed\r\n").through(pipeline).disposition()));
    }

    @Test
    void tagPutsAFieldOnTopAndNobodyElseMayWriteIt() {
        Mail mail = by("a@bank.example", "<a@bank.example>")
                .on("X-Vidimus-Tag: forged")
                .on("x-vidimus-tag : too");
        Findings tagged = mail.through(pipeline(rule("talk", on("lists", "*.example"), OverrideAction.TAG)));
        assertEquals(
                List.of("-X-Vidimus-Tag:1", "-x-vidimus-tag :1", "+X-Vidimus-Tag: talk", "+Authentication-Results"),
                tagged.edits().stream().map(OverrideTest::word).toList());
        // Where nobody is tagged, the field means nothing and is no business of ours.
        assertEquals(
                List.of("+Authentication-Results"),
                mail.from("192.0.2.1").through(pipeline()).edits().stream()
                        .map(OverrideTest::word)
                        .toList());
    }

    private static String word(HeaderEdit edit) {
        return switch (edit) {
            case HeaderEdit.Remove(Bytes name, int occurrence) -> "-" + name.latin1() + ":" + occurrence;
            case HeaderEdit.Insert(HeaderField field) ->
                "+" + field.name().latin1()
                        + (field.isNamed(OwnFields.TAG) ? ":" + field.value().latin1() : "");
            case HeaderEdit.Append(HeaderField field) -> "_" + field.name().latin1();
        };
    }

    private static OverrideConditions.Case known(Author author, ArcResult arc, String... fields) {
        return new OverrideConditions.Case(
                Optional.empty(),
                ReversePath.parse(Bytes.utf8("<a@b.example>")),
                HeaderBlock.of(Stream.of(fields)
                        .map(field -> {
                            int colon = field.indexOf(':');
                            return HeaderField.of(field.substring(0, colon), field.substring(colon + 1));
                        })
                        .toList()),
                author,
                arc,
                List.of());
    }

    private static final ArcResult NO_CHAIN = new ArcResult(ArcResult.Status.NONE, "", List.of(), 0);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "one.example               | true  | true",
                "two.example               | false | false",
                "one.example, two.example  | false | true",
                "one.example, a.b.example  | true  | true",
            })
    void ofSeveralAuthorsAllMustBeListedWhereMoreMailGetsThrough(String domains, boolean opens, boolean stricter) {
        List<DomainName> names =
                Stream.of(domains.split(", ")).map(DomainName::of).toList();
        Author author = names.size() == 1 ? new Author.Single(names.getFirst()) : new Author.Several(names);
        OverrideConditions when = on("from", "one.example", "*.b.example");
        assertEquals(opens, when.match(known(author, NO_CHAIN), true));
        assertEquals(stricter, when.match(known(author, NO_CHAIN), false));
        assertFalse(when.match(known(new Author.None("none"), NO_CHAIN), false));
        assertFalse(when.match(known(new Author.Unreadable(0, "what"), NO_CHAIN), false));
    }

    @ParameterizedTest
    @CsvSource({
        "PASS, a.example, true",
        "PASS, a.example b.example, true",
        "PASS, a.example c.example, false", // anybody can copy the seal of a.example and add one of his own
        "FAIL, a.example, false",
        "NONE, '', false",
    })
    @Spec("RFC 8617 §5.2")
    void allWhoSealedMustBeListed(ArcResult.Status status, String sealers, boolean matches) {
        List<Sealer> seals = Stream.of(sealers.split(" "))
                .filter(name -> !name.isEmpty())
                .map(name -> new Sealer(1, DomainName.of(name), "s"))
                .toList();
        ArcResult arc = new ArcResult(status, "because", seals, 0);
        assertEquals(matches, on("sealers", "a.example", "b.example").match(known(new Author.None("none"), arc), true));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "List-Id: <talk.list.example>                  | true",
                "list-id: \"A <b.example>\" <TALK.list.example>   | true",
                "List-Id: talk.list.example                    | false",
                "List-Id: <talk.list.example> (comment)        | false",
                "List-Id: <talk.list.example.evil.test>        | false",
                "List-Id: <xtalk.list.example>                 | false",
                "List-Id: <talk.list.example@evil.test>        | false",
                "List-Id:                                      | false",
                "Subject: <talk.list.example>                  | false",
            })
    @Spec({"RFC 2919 §3", "RFC 2919 §6"})
    void listsAreKnownByWhatStandsInBrackets(String field, boolean matches) {
        OverrideConditions when = on("lists", "talk.list.example");
        assertEquals(matches, when.match(known(new Author.None("none"), NO_CHAIN, field), true));
        assertFalse(when.match(known(new Author.None("none"), NO_CHAIN, field, "List-Id: <other.example>"), true));
    }

    @Test
    void allConditionsMustHoldEachForOneOfItsValues() {
        OverrideConditions both = new OverrideConditions(
                List.of(),
                read(DomainPattern::parse, "x.example", "b.example"),
                List.of(),
                read(ListPattern::parse, "*.list.example"),
                List.of(),
                List.of());
        Author author = new Author.None("none");
        assertTrue(both.match(known(author, NO_CHAIN, "List-Id: <a.list.example>"), true));
        assertFalse(both.match(known(author, NO_CHAIN, "List-Id: <list.example>"), true));
        assertFalse(on("envelope", "c.example").match(known(author, NO_CHAIN), true));
    }

    @ParameterizedTest
    @CsvSource({
        "envelope, *.example, a.example, true",
        "envelope, *.example, *.a.example, true",
        "envelope, a.example, *.a.example, false",
        "envelope, *.a.example, a.example, false",
        "lists, *.example, a.b.example, true",
        "lists, *.a.example, *.b.a.example, true",
        "lists, a.example, b.a.example, false",
        "networks, 192.0.2.0/24, 192.0.2.9, true",
        "networks, 192.0.2.0/25, 192.0.2.0/24, false",
        "networks, 192.0.2.0/24, 2001:db8::1, false",
    })
    void onesMailCanBeAmongAnothers(String what, String wide, String narrow, boolean covers) {
        assertEquals(covers, on(what, wide).cover(on(what, narrow)));
        assertFalse(on(what, wide).cover(from("10.0.0.1")));
    }

    @Test
    void whatAnybodyCanWriteProvesNothing() {
        assertFalse(on("from", "a.example").isProven());
        assertFalse(on("lists", "a.example").isProven());
        assertFalse(on("envelope", "a.example").isProven());
        assertTrue(on("dkim", "a.example").isProven());
        assertTrue(on("sealers", "a.example").isProven());
        assertTrue(from("192.0.2.1").isProven());
        assertTrue(from().isEmpty());
        assertThrows(IllegalArgumentException.class, () -> rule("two words", from(), OverrideAction.NONE));
    }
}
