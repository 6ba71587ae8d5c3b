package org.vidimus.policy.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.Answer;
import org.vidimus.policy.dns.Data;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.RecordType;
import org.vidimus.policy.dns.Resolver;
import org.vidimus.policy.message.MailAddress;
import org.vidimus.policy.message.ReversePath;

/// Whatever stands in a record, an explanation, a HELO name or a local-part: nothing is thrown, evaluations
/// end within their limits, and what they say is printable.
class SpfFuzzTest {
    private static final List<String> SEEDS = List.of(
            "v=spf1",
            "v=spf1 +a mx/24//64 ~ptr:%{d} ?exists:%{ir}.%{l2r-.+,/_=}.%{v}.example.com -all exp=%{o}.e.example",
            "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 ip6:::ffff:192.0.2.1/96 redirect=%{h}.example moo=%{S}%%%_%-",
            "v=spf1 include:a.example include:%{p}.example include:%{s} a:%{d99999999999r}.example -all",
            "%{c} %{r} %{t}: %{S} is not allowed");
    private static final List<String> WORDS = List.of(
            " ",
            "%{",
            "}",
            "%",
            "a",
            "mx",
            "include:",
            "exists:",
            "ptr",
            "redirect=",
            "exp=",
            ":",
            "/",
            "//",
            "=",
            ".",
            "-all",
            "%{l}",
            "%{d0}",
            "%{p9r.-+,/_=}",
            "0",
            "255",
            "v=spf1 ",
            "\t",
            "\r\n",
            "\0",
            "\u00FC",
            "example.com",
            "::");

    @Test
    @Spec({"RFC 7208 §4.6", "RFC 7208 §4.6.4"})
    void holdsItsLimitsWhateverItReads() {
        Fuzzing.run(4_000, SEEDS, WORDS, SpfFuzzTest::fuzz);
    }

    /// Fails if something is thrown, a limit is not held, or something unprintable comes out.
    public static void fuzz(byte[] octets) {
        Bytes text = Bytes.of(octets);
        List<SpfRecord.Mistake> mistakes = SpfRecord.mistakes(text, Budgets.Spf.DEFAULT);
        switch (SpfRecord.parse(text, Budgets.Spf.DEFAULT)) {
            case Parsed.Malformed<SpfRecord>(int offset, String why) -> {
                assertTrue(offset >= 0 && offset <= text.length());
                assertEquals(new SpfRecord.Mistake(offset, why), mistakes.getFirst());
            }
            case Parsed.Ok<SpfRecord>(SpfRecord record) -> {
                assertTrue(mistakes.isEmpty());
                record.terms()
                        .forEach(term -> assertEquals(
                                term.text(),
                                record.text()
                                        .substring(
                                                term.offset(),
                                                term.offset() + term.text().length())));
            }
        }
        MacroString.parseExplanation(text);
        evaluate(text);
    }

    /// Everything in the DNS has this record, this text, and hosts that lead back to it.
    private static void evaluate(Bytes text) {
        Data.Address address = new Data.Address(SpfSuite.address("203.0.113.1"));
        Resolver resolver = (question, _) -> switch (question.type()) {
            case TXT -> new Answer.Found(List.of(new Data.Text(text)), false);
            case A ->
                question.name().labelCount() % 3 == 0
                        ? new Answer.NoSuchName()
                        : new Answer.Found(List.of(address), false);
            case AAAA -> new Answer.NoRecords();
            case MX -> new Answer.Found(List.of(new Data.Exchange(1, Optional.of(question.name()))), false);
            case PTR -> new Answer.Found(List.of(new Data.Pointer(DomainName.of("a.example"))), false);
        };
        for (String client : List.of("192.0.2.1", "2001:db8::1")) {
            Lookups dns = new Lookups(resolver, Budgets.Dns.DEFAULT, () -> 0);
            DomainName domain = DomainName.of("example.com");
            SpfQuery query = new SpfQuery(
                    SpfSuite.address(client),
                    Optional.of(text),
                    new ReversePath.Mailbox(new MailAddress(text, domain)),
                    "mx.example");
            SpfResult result = new SpfChecker(Budgets.Spf.DEFAULT, SpfTesting.CLOCK, () -> 0).mailFrom(query, dns);
            assertTrue(SpfTesting.words(result).chars().allMatch(Ascii::isPrintable), SpfTesting.words(result));
            assertTrue(ReceivedSpf.format(result, query)
                    .value()
                    .latin1()
                    .replace("\n\t", "")
                    .chars()
                    .allMatch(Ascii::isPrintable));
            assertTrue(SpfTesting.trace(result).chars().allMatch(c -> c == '\n' || Ascii.isPrintable(c)));
            // the record itself, ten terms of at most an MX and its host or as many TXT records, PTR and its
            // name, exp
            assertTrue(dns.log().size() <= 1 + 10 * 2 + 2 + 1, dns.log()::toString);
            long pointers = dns.log().stream()
                    .filter(a -> a.question().type() == RecordType.PTR)
                    .count();
            assertTrue(pointers <= 1);
            SpfLint.of(domain, Budgets.Spf.DEFAULT, dns).lines();
        }
    }
}
