package org.vidimus.policy.phishing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dmarc.PublicSuffixList;
import org.vidimus.policy.dns.DomainName;

class DomainGuardTest {
    private final DomainGuard guard = guard(
            List.of("example.com", "paypal.com", "my-bank.co.uk", "hp.com", "mail.corporation.net", "b\u00FCcher.de"),
            Set.of("example.org", "paypal-community.com"));

    private static DomainGuard guard(List<String> domains, Set<String> allowed) {
        Protected settings = new Protected(
                domains.stream().map(DomainName::of).toList(),
                Set.copyOf(allowed.stream().map(DomainName::of).toList()),
                List.of());
        return new DomainGuard(settings, Organizations.of(Optional.empty()));
    }

    @Test
    void letsBeWhatBelongsToTheProtectedOrIsAllowed() {
        none("example.com");
        none("mail.example.com");
        none("a.b.example.com");
        none("example.org");
        none("www.example.org");
        none("news.paypal-community.com");
        none("corporation.net"); // the organisation of a protected host
        none("other.corporation.net");
        none("my-bank.co.uk");
    }

    @Test
    void letsBeWhatLooksLikeNone() {
        none("example");
        none("com");
        none("co.uk");
        none("unrelated.test");
        none("exam.com");
        none("hp-printers.com"); // too short to mean anything as a part
        none("hq.com"); // too short for slips
        none("xn--invalid-punycode-.com");
        none("mail.somebody.net");
        none("bank.co.uk");
    }

    /// UTS 39 §4: the skeletons are equal.
    @Test
    void findsCharactersThatLookAlike() {
        like("exarnple.com", "example.com", "confusable");
        like("examp1e.com", "example.com", "confusable");
        like("examp1e.net", "example.com", "confusable"); // under any suffix
        like("www.paypa1.com", "paypal.com", "confusable");
        like("p\u0430yp\u0430l.com", "paypal.com", "confusable"); // Cyrillic a
        like("xn--pypl-53dc.com", "paypal.com", "confusable"); // the same in punycode
        like("ex\u00E4mple.com", "example.com", "confusable"); // marks count for nothing
        like("bucher.de", "xn--bcher-kva.de", "confusable");
    }

    @Test
    void findsDigitsForLetters() {
        like("3xample.com", "example.com", "digits");
        like("p4yp4l.com", "paypal.com", "digits");
        like("paypai.com", "paypal.com", "digits"); // PayPaI
        like("my-8ank.co.uk", "my-bank.co.uk", "digits");
    }

    @Test
    void findsTheNameUnderAnotherSuffix() {
        like("example.co", "example.com", "other-suffix");
        like("login.example.net", "example.com", "other-suffix");
        like("my-bank.com", "my-bank.co.uk", "other-suffix");
        like("hp.net", "hp.com", "other-suffix");
        like("xn--bcher-kva.com", "xn--bcher-kva.de", "other-suffix");
    }

    @Test
    void findsTheNameInFrontOfAnother() {
        like("example.com.evil.net", "example.com", "subdomain");
        like("login.example.com.evil.net", "example.com", "subdomain");
        like("paypal.evil.net", "paypal.com", "subdomain");
        like("paypa1.secure.evil.net", "paypal.com", "subdomain");
        like("hp.com.evil.net", "hp.com", "subdomain");
        like("mail.corporation.net.evil.net", "mail.corporation.net", "subdomain");
        none("hp.evil.net");
    }

    @Test
    void findsAddedWords() {
        assertEquals(
                Optional.of(new LookAlike.AddedWords(
                        DomainName.of("example-login.com"), DomainName.of("example.com"), "-login")),
                guard.lookAlike(DomainName.of("example-login.com")));
        like("secure-paypal.com", "paypal.com", "added-words");
        like("secure-paypa1-login.net", "paypal.com", "added-words");
        like("paypallogin.com", "paypal.com", "added-words");
        like("securepaypal.com", "paypal.com", "added-words");
        like("my-bank-online.co.uk", "my-bank.co.uk", "added-words");
        like("example-com.net", "example.com", "added-words");
        like("www-example.com", "example.com", "added-words");
    }

    @Test
    void findsSlipsOfTheKeyboard() {
        like("exmaple.com", "example.com", "misspelt"); // swapped
        like("exampl.com", "example.com", "misspelt");
        like("exaample.com", "example.com", "misspelt");
        like("paypol.com", "paypal.com", "misspelt");
        like("coporatoin.net", "mail.corporation.net", "misspelt"); // two, in a longer name
        none("exmapel.com"); // two, in a shorter one
    }

    @Test
    void explainsInPrintableAscii() {
        for (String domain :
                List.of("p\u0430ypal-l\u00F6gin.com", "example-\u043B\u043E.com", "exmaple.com", "example.co")) {
            LookAlike found = guard.lookAlike(DomainName.of(domain)).orElseThrow();
            PhishingFact fact = new PhishingFact.LookAlikeDomain(PhishingFact.Place.FROM, found);
            String text = fact.text() + fact.detail();
            assertEquals(text, Bytes.utf8(text).toString(), domain);
        }
    }

    @Test
    @Spec("RFC 7489 §3.2")
    void takesOrganisationsFromAListWhereThereIsOne() {
        if (!(PublicSuffixList.parse(Bytes.utf8("com\nblogs.example\n*.ck\n"))
                instanceof Parsed.Ok<PublicSuffixList>(PublicSuffixList list))) {
            throw new AssertionError();
        }
        Organizations listed = Organizations.of(Optional.of(list));
        Organizations guessed = Organizations.of(Optional.empty());
        DomainName ann = DomainName.of("ann.blogs.example");
        assertEquals(ann, listed.organization(DomainName.of("www.ann.blogs.example")));
        assertEquals(DomainName.of("blogs.example"), guessed.organization(DomainName.of("www.ann.blogs.example")));
        assertEquals(DomainName.of("a.co.uk"), guessed.organization(DomainName.of("www.a.co.uk")));
        assertEquals(DomainName.of("co.uk"), guessed.organization(DomainName.of("co.uk")));
        assertEquals(DomainName.of("b.uk"), guessed.organization(DomainName.of("a.b.uk")));
        assertEquals(DomainName.of("com"), guessed.organization(DomainName.of("com")));
    }

    private void like(String domain, String of, String way) {
        assertEquals(
                Optional.of(of + " " + way),
                guard.lookAlike(DomainName.of(domain)).map(found -> found.of() + " " + found.word()),
                domain);
    }

    private void none(String domain) {
        assertEquals(Optional.empty(), guard.lookAlike(DomainName.of(domain)), domain);
    }
}
