package org.vidimus.policy.phishing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.MailAddress;
import org.vidimus.policy.message.RawMessage;
import org.vidimus.policy.message.ReversePath;
import org.vidimus.policy.phishing.Protected.Person;

class PhishingCheckTest {
    private static final Protected SETTINGS = new Protected(
            List.of(DomainName.of("example.com"), DomainName.of("paypal.com")),
            Set.of(DomainName.of("example.org")),
            List.of(new Person("Jane Doe", Set.of(new MailAddress(Bytes.utf8("jane"), DomainName.of("example.com"))))));

    private static final String HONEST = "From: Jane Doe <jane@example.com>\nSubject: Hello\nMessage-ID: <1@x>\n";

    private final PhishingCheck check = new PhishingCheck(
            SETTINGS, Organizations.of(Optional.empty()), new RecentMessageIds(100, Duration.ofDays(1), () -> 0));

    @Test
    void saysNothingAboutHonestMail() {
        facts(HONEST, "");
        facts("From: ann@unrelated.test\nReply-To: <lists@mail.unrelated.test>\n", "");
        facts("From: =?utf-8?q?J=C3=B6rg?= <joerg@unrelated.test>\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\n", "");
        facts("From: \"ann@unrelated.test\" <ann@mail.unrelated.test>\n", "");
        facts("Subject: no author\n", "");
        facts("From:\n", "");
    }

    @Test
    void findsLookAlikesInEachAddress() {
        facts("From: a@examp1e.com\n", "lookalike-domain examp1e.com~example.com/confusable");
        facts(
                "From: a@unrelated.test\nReply-To: b@unrelated.test, c@paypal-help.com\nSender: d@exmaple.com\n",
                "lookalike-domain paypal-help.com~paypal.com/added-words",
                "lookalike-domain exmaple.com~example.com/misspelt",
                "reply-elsewhere paypal-help.com");
        assertEquals(
                List.of("lookalike-domain example.com.evil.net~example.com/subdomain"),
                words(message("From: a@unrelated.test\n", "b@example.com.evil.net", Set.of(), Standing.UNKNOWN)));
        // From that cannot be read strictly is read as mail programs do.
        facts("From: Jane (x <a@examp1e.com>\n"); // the rest is a comment to everybody
        facts(
                "From: Jane Doe] <a@examp1e.com>\n",
                "lookalike-domain examp1e.com~example.com/confusable",
                "lookalike-name Jane.Doe/same");
    }

    @Test
    void findsTheNameOfAProtectedPerson() {
        facts("From: Jane Doe <jane@unrelated.test>\n", "lookalike-name Jane.Doe/same");
        facts("From: \"Doe, Jane\" <jane@unrelated.test>\n", "lookalike-name Jane.Doe/same");
        facts("From: jane@unrelated.test (Jane Doe)\n", "lookalike-name Jane.Doe/same");
        facts("From: =?utf-8?b?SmFuZSBEb2U=?= <jane@unrelated.test>\n", "lookalike-name Jane.Doe/same");
        facts("From: Jane Doe\n", "lookalike-name Jane.Doe/same"); // leads nowhere, and shows her name
        facts(
                "From: =?utf-8?q?J=D0=B0ne_Doe?= <jane@unrelated.test>\n",
                "lookalike-name Jane.Doe/similar",
                "mixed-scripts From");
        facts("From: \"Jane Doe (CEO)\" <jane@unrelated.test>\n", "lookalike-name Jane.Doe/contained");
        facts("From: JANE DOE <Jane@Example.com>\n", ""); // hers
    }

    @Test
    void findsAnswersThatGoElsewhere() {
        facts("From: a@unrelated.test\nReply-To: b@elsewhere.test\n", "reply-elsewhere elsewhere.test");
        facts("From: a@www.unrelated.co.uk\nReply-To: b@unrelated.co.uk\n", "");
        facts("From: a@one.co.uk\nReply-To: b@two.co.uk\n", "reply-elsewhere two.co.uk");
        facts("Reply-To: b@elsewhere.test\n", ""); // than what?
        // DMARC found in the DNS that both belong together.
        Standing standing = new Standing(true, Optional.of(DomainName.of("gov.test")));
        assertEquals(
                List.of(), words(message("From: a@one.gov.test\nReply-To: b@two.gov.test\n", "", Set.of(), standing)));
    }

    @Test
    @Spec("RFC 5322 §3.6.4")
    void findsAMessageIdThatCameWithAnotherBody() {
        assertEquals(List.of(), words(withBody("Message-ID: <1@x>\n", "one")));
        assertEquals(List.of(), words(withBody("Message-id:   <1@x>  \n", "one")));
        assertEquals(List.of("duplicate-id"), words(withBody("Message-ID: <1@x>\n", "two")));
        assertEquals(List.of("duplicate-id"), words(withBody("Message-ID:\n 1@x\n", "two"))); // folded, no brackets
        assertEquals(List.of(), words(withBody("Message-ID: <2@x>\n", "two")));
        assertEquals(List.of(), words(withBody("Message-ID: \n", "one")));
        assertEquals(List.of(), words(withBody("Message-ID: \n", "two"))); // none at all
    }

    @Test
    @Spec("RFC 9989 §11.5")
    void findsSeveralAuthors() {
        facts("From: a@one.test, b@two.test\n", "several-authors 2");
        facts("From: a@one.test\nFrom: b@two.test\nFrom: c@three.test\n", "several-authors 3");
    }

    @Test
    void findsAnAddressInTheName() {
        facts("From: \"security@paypal.com\" <a@evil.test>\n", "address-in-name paypal.com");
        facts("From: =?utf-8?b?c2VjdXJpdHlAcGF5cGFsLmNvbQ==?= <a@evil.test>\n", "address-in-name paypal.com");
        facts("From: \"PayPal <security@paypal.com>\" <a@evil.test>\n", "address-in-name paypal.com");
        facts("From: a@evil.test (security@paypal.com)\n", "address-in-name paypal.com");
        facts("From: security@paypal.com <a@evil.test>\n", "several-authors 2", "address-in-name paypal.com");
        facts("From: =?utf-8?q?security=EF=BC=A0paypal=2Ecom?= <a@evil.test>\n", "address-in-name paypal.com"); // wide
        facts("From: \"Ann @ Home\" <a@evil.test>\n", "");
        facts("From: \"@ann\" <a@evil.test>\n", "");
        assertTrue(
                check.facts(message("From: =?utf-8?q?x=40paypal.com?= <a@evil.test>\n", "", Set.of(), Standing.UNKNOWN))
                        .all()
                        .getFirst()
                        .text()
                        .endsWith("hidden in encoded-words"));
    }

    @Test
    void findsOurOwnDomainWithoutProof() {
        Set<DomainName> own = Set.of(DomainName.of("mail.local.test"));
        String from = "From: boss@local.test\n";
        assertEquals(List.of("own-domain local.test"), words(message(from, "", own, Standing.UNKNOWN)));
        assertEquals(List.of(), words(message(from, "", own, Standing.INSIDE)));
        assertEquals(List.of(), words(message("From: a@other.test\n", "", own, Standing.UNKNOWN)));
    }

    @Test
    void findsWhatNobodySees() {
        facts("From: =?utf-8?q?Pay=E2=80=8Bpal?= <a@evil.test>\n", "hidden-characters From/invisible");
        facts("Subject: =?utf-8?q?invoice_=E2=80=AEfdp.exe?=\n", "hidden-characters Subject/bidi-controls");
        facts(
                "Subject: =?utf-8?q?a=00b=E2=80=8B?=\nReply-To: =?utf-8?q?=E2=80=AE?= <a@evil.test>\n",
                "hidden-characters Reply-To/bidi-controls",
                "hidden-characters Subject/control-characters+invisible");
        facts("Subject: p\u0430ypal\n", "mixed-scripts Subject");
    }

    @Test
    @Spec("RFC 5891 §5.4")
    void findsPunycodeThatStandsForNothing() {
        facts("From: a@xn--0.test\n", "broken-punycode xn--0.test");
        facts("From: a@xn--bcher-kva.test\n", "");
        facts("From: a@xn--p-7tbo.test\n", "mixed-scripts From");
    }

    @Test
    void isFoundWhenAskedForAndOnce() {
        List<String> asked = new ArrayList<>();
        Supplier<PhishingFacts> facts = check.lazily(() -> {
            asked.add("once");
            return message("From: a@examp1e.com\n", "", Set.of(), Standing.UNKNOWN);
        });
        assertEquals(List.of(), asked);
        assertEquals(facts.get(), facts.get());
        assertEquals(List.of("once"), asked);
    }

    @Test
    void readsAnyMessageWithoutHarm() {
        List<String> seeds = List.of(HONEST, """
                From: =?utf-8?b?c2VjdXJpdHlAcGF5cGFsLmNvbQ==?= <a@evil.test>, "B (c)" <b@xn--pypl-53dc.com>
                Reply-To: c@example.com.evil.net (x)
                Sender: G: d@paypa1.com;
                Subject: \u202Ea
                """);
        List<String> words = List.of(
                "<",
                ">",
                "@",
                ",",
                ";",
                ":",
                "(",
                ")",
                "\"",
                "\\",
                "\n ",
                "=?utf-8?q?",
                "?=",
                "xn--",
                ".",
                "\u0430",
                "\u200B",
                "\uD83D",
                "From: ",
                "example.com",
                "Jane Doe");
        Fuzzing.run(3_000, seeds, words, octets -> {
            if (RawMessage.parse(Bytes.of(octets), Budgets.DEFAULT) instanceof Parsed.Ok<RawMessage>(RawMessage raw)) {
                PhishingFacts facts = check.facts(watched(raw.header(), "", Set.of(), Standing.UNKNOWN));
                for (PhishingFact fact : facts.all()) {
                    String text = fact.word() + fact.detail() + fact.text();
                    assertTrue(text.chars().allMatch(c -> c >= ' ' && c < 0x7F), text);
                    assertTrue(fact.detail().indexOf(' ') < 0, text);
                }
            }
        });
    }

    private WatchedMessage withBody(String header, String body) {
        WatchedMessage message = message(header, "", Set.of(), Standing.UNKNOWN);
        return new WatchedMessage(
                message.header(),
                message.author(),
                message.sender(),
                message.recipients(),
                message.standing(),
                Optional.of(Bytes.utf8(body)));
    }

    private void facts(String header, String... expected) {
        assertEquals(
                List.of(expected).stream().filter(word -> !word.isEmpty()).toList(),
                words(message(header, "", Set.of(), Standing.UNKNOWN)),
                header);
    }

    private List<String> words(WatchedMessage message) {
        return check.facts(message).all().stream()
                .map(fact -> (fact.word() + " " + fact.detail()).strip())
                .collect(Collectors.toList());
    }

    private static WatchedMessage message(String header, String sender, Set<DomainName> recipients, Standing standing) {
        if (!(RawMessage.parse(Bytes.utf8(header + "\n"), Budgets.DEFAULT)
                instanceof Parsed.Ok<RawMessage>(RawMessage raw))) {
            throw new AssertionError(header);
        }
        return watched(raw.header(), sender, recipients, standing);
    }

    private static WatchedMessage watched(
            HeaderBlock header, String sender, Set<DomainName> recipients, Standing standing) {
        Optional<MailAddress> address =
                ReversePath.parse(Bytes.utf8(sender)) instanceof ReversePath.Mailbox(MailAddress mailbox)
                        ? Optional.of(mailbox)
                        : Optional.empty();
        return new WatchedMessage(header, Author.of(header), address, recipients, standing, Optional.empty());
    }
}
