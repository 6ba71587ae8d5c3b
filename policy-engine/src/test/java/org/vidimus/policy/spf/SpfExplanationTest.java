package org.vidimus.policy.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vidimus.policy.spf.SpfTesting.mailFrom;
import static org.vidimus.policy.spf.SpfTesting.verdict;
import static org.vidimus.policy.spf.SpfTesting.words;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.ZoneResolver;

/// Explanations, and what macros stand for in them and in terms.
class SpfExplanationTest {
    private static String spf(String record) {
        return "example.com. TXT \"" + record + "\"";
    }

    @Test
    @Spec({"RFC 7208 §6.2", "SPF-25"})
    void explainsAFail() {
        String exp = spf("v=spf1 exp=e.example -all");
        assertEquals(
                "fail -all \"user at example.com, 192.0.2.1\"",
                verdict(exp, "e.example. TXT \"%{l} at %{d},\" \" %{c}\""));
        assertEquals("fail -all \"mx.receiver.example 1800000000\"", verdict(exp, "e.example. TXT \"%{r} %{t}\""));
        assertEquals("fail -all", verdict(exp));
        assertEquals("fail -all", verdict(exp, "e.example. A 192.0.2.1"));
        assertEquals("fail -all", verdict(exp, ";! SERVFAIL e.example TXT"));
        assertEquals("fail -all", verdict(exp, "e.example. TXT \"a\"", "e.example. TXT \"b\""));
        assertEquals("fail -all", verdict(exp, "e.example. TXT \"100%\""));
        assertEquals("fail -all", verdict(exp, "e.example. TXT \"\\195\\169\""));
        assertEquals("fail -all", verdict(exp, "e.example. TXT \"a\\013\\010b\""));
        assertEquals("fail -all", verdict(exp, "e.example. TXT \"\""));
        assertEquals("fail -all", verdict(spf("v=spf1 exp=a..example -all"), "e.example. TXT \"x\""));
        assertEquals("softfail ~all", verdict(spf("v=spf1 exp=e.example ~all"), "e.example. TXT \"x\""));
    }

    @Test
    @Spec({"RFC 7208 §6.2", "SPF-25"})
    void theExplanationIsThatOfTheDecidingRecord() {
        String[] others = {
            "e.example. TXT \"ours %{d}\"", "x.example. TXT \"theirs %{d}\"",
            "r.example. TXT \"v=spf1 exp=x.example -all\"", "i.example. TXT \"v=spf1 exp=x.example +all\""
        };
        assertEquals("fail -all \"theirs r.example\"", with(spf("v=spf1 exp=e.example redirect=r.example"), others));
        assertEquals(
                "fail -include:i.example \"ours example.com\"",
                with(spf("v=spf1 exp=e.example -include:i.example"), others));
        assertEquals(
                "fail -all \"ours example.com\"", with(spf("v=spf1 exp=e.example include:r.example -all"), others));
        assertEquals(
                "fail -all",
                with(spf("v=spf1 exp=e.example redirect=q.example"), others, "q.example. TXT \"v=spf1 -all\""));
    }

    private static String with(String first, String[] others, String... more) {
        return verdict(Stream.of(new String[] {first}, others, more)
                .flatMap(Arrays::stream)
                .toArray(String[]::new));
    }

    @Test
    @Spec({"RFC 7208 §6.2", "SPF-25"})
    void aLongExplanationIsCut() {
        String text = "\"" + "%{o}".repeat(60) + "\" ";
        String result = verdict(spf("v=spf1 exp=e.example -all"), "e.example. TXT " + text.repeat(20));

        assertTrue(result.endsWith("...\""), result);
        assertEquals("fail -all \"\"".length() + 1_000, result.length());
    }

    @Test
    @Spec({"RFC 7208 §7.3", "SPF-30"})
    void senderMacrosStayAndTheDomainChanges() {
        assertEquals(
                "pass exists:%{s}._.%{l}._.%{o}._.%{d}",
                verdict(
                        spf("v=spf1 redirect=i.example"),
                        "i.example. TXT \"v=spf1 exists:%{s}._.%{l}._.%{o}._.%{d}\"",
                        "user\\@example.com._.user._.example.com._.i.example. A 127.0.0.2"));
    }

    @Test
    @Spec({"RFC 7208 §7.3", "SPF-30"})
    void theClientNamePrefersTheDomain() {
        String[] names = {
            "1.2.0.192.in-addr.arpa. PTR zz.other.example.",
            "1.2.0.192.in-addr.arpa. PTR b.example.com.",
            "zz.other.example. A 192.0.2.1",
            "b.example.com. A 192.0.2.1",
            "e.example. TXT \"%{p}\""
        };
        String exp = spf("v=spf1 exp=e.example -all");
        assertEquals("fail -all \"b.example.com\"", with(exp, names));
        assertEquals(
                "fail -all \"example.com\"",
                with(exp, names, "1.2.0.192.in-addr.arpa. PTR example.com.", "example.com. A 192.0.2.1"));
        assertEquals("fail -all \"unknown\"", with(exp, new String[] {"e.example. TXT \"%{p}\""}));
        assertEquals(
                "fail -all \"unknown\"",
                with(exp, new String[] {"e.example. TXT \"%{p}\"", ";! TIMEOUT 1.2.0.192.in-addr.arpa PTR"}));
        assertEquals("fail -all \"zz.other.example\"", with(exp, new String[] {names[0], names[2], names[4]}));
    }

    @Test
    @Spec({"RFC 8616 §4", "SPF-31"})
    void internationalSenders() {
        ZoneResolver zone = ZoneResolver.of(
                "xn--bcher-kva.example. TXT \"v=spf1 exists:%{d}.x.example -all exp=e.example\"",
                "xn--bcher-kva.example.x.example. A 127.0.0.2",
                "l.example. TXT \"v=spf1 a:%{l}.x.example include:%{s}.x.example ?exists:%{l}.x.example -all exp=e.example\"",
                "r.example. TXT \"v=spf1 redirect=%{l}.x.example\"",
                "h.example. TXT \"v=spf1 exists:%{h}.x.example -all\"",
                "e.example. TXT \"no %{l} here\"");

        assertEquals("pass exists:%{d}.x.example", words(mailFrom(zone, "192.0.2.1", "h", "u@b\u00FCcher.example")));
        assertEquals("fail -all \"no ?? here\"", words(mailFrom(zone, "192.0.2.1", "h", "\u00E9@l.example")));
        assertEquals(
                "permerror redirect=%{l}.x.example: not a domain name",
                words(mailFrom(zone, "192.0.2.1", "h", "\u00E9@r.example")));
        assertEquals(
                "pass exists:%{h}.x.example", words(mailFrom(zone, "192.0.2.1", "b\u00FCcher.example", "u@h.example")));
        assertEquals("fail -all", words(mailFrom(zone, "192.0.2.1", "\u00FC b", "u@h.example")));
    }

    /// A client cannot be trusted on account of another sender's result: nothing but answers of the DNS is
    /// kept.
    @Test
    @Spec({"RFC 7208 §7.3", "SPF-38"})
    void resultsAreNotKept() {
        ZoneResolver zone = ZoneResolver.of(spf("v=spf1 exists:%{l}.x.example -all"), "a.x.example. A 127.0.0.2");
        SpfChecker checker = new SpfChecker(Budgets.Spf.DEFAULT, SpfTesting.CLOCK, () -> 0);
        Lookups dns = SpfTesting.lookups(zone);
        for (String sender : new String[] {"a", "b", "a"}) {
            SpfQuery query = SpfTesting.query("192.0.2.1", "h.example", sender + "@example.com");
            String expected = sender.equals("a") ? "pass exists:%{l}.x.example" : "fail -all";
            assertEquals(expected, words(checker.mailFrom(query, dns)));
        }
    }
}
