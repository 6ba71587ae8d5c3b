package org.vidimus.signer.rules;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.pipeline.Authentication;
import org.vidimus.signer.rules.LoginPolicy.Entry;

/// A [LoginPolicy] that is quick to ask, however many entries it has. Immutable.
final class LoginCheck {
    private static final Bytes EXTERNAL = Bytes.utf8("EXTERNAL");

    private final LoginPolicy policy;
    private final boolean singleDomain;
    private final Map<LoginPattern, Entry> entries;

    /// Whether a login may use the authors, and why.
    record Verdict(boolean allowed, Decision.Step step) {}

    /// @param singleDomain whether all rules together sign for one domain only
    LoginCheck(LoginPolicy policy, boolean singleDomain) {
        this.policy = policy;
        this.singleDomain = singleDomain;
        this.entries = policy.entries().stream().collect(Collectors.toMap(Entry::login, Function.identity()));
    }

    Verdict check(Authentication authentication, Authors authors) {
        String login = "login " + LocalParts.show(authentication.user());
        if (!policy.enforced()) {
            return verdict(true, "", login + " may use " + authors + ": logins are not checked");
        }
        Optional<DomainName> domain = domain(authentication.user());
        return entry(authentication.user(), domain)
                .map(entry -> byEntry(entry, login, authors))
                .orElseGet(() -> withoutEntry(authentication, login, domain, authors));
    }

    private Optional<Entry> entry(Bytes login, Optional<DomainName> domain) {
        return Optional.ofNullable(entries.get(new LoginPattern.Exactly(LoginPattern.canonical(login))))
                .or(() -> domain.map(LoginPattern.OfDomain::new).map(entries::get))
                .or(() -> Optional.ofNullable(entries.get(new LoginPattern.Any())));
    }

    private static Verdict byEntry(Entry entry, String login, Authors authors) {
        return authors.matched(entry.may())
                .map(pattern -> verdict(true, entry.place(), login + " may use " + authors + ": " + pattern))
                .orElseGet(() -> verdict(
                        false, entry.place(), login + " may not use " + authors + ", only " + Texts.list(entry.may())));
    }

    /// Interpretation: CERT VU#244112 asks that the sender be verified and leaves open how. A login by
    /// certificate (RFC 4422 Appendix A, EXTERNAL) is the certificate's subject, in which an at sign makes no
    /// address.
    private Verdict withoutEntry(
            Authentication authentication, String login, Optional<DomainName> domain, Authors authors) {
        boolean certificate = authentication
                .mechanism()
                .filter(EXTERNAL::equalsIgnoreCaseAscii)
                .isPresent();
        if (domain.isPresent() && !certificate) {
            return domain.get().equals(authors.domain())
                    ? verdict(true, "", login + " may use " + authors + ": its own domain")
                    : verdict(
                            false, "", login + " may not use " + authors + ": no entry, and the domain is not its own");
        }
        return singleDomain
                ? verdict(true, "", login + " may use " + authors + ": all rules sign for one domain")
                : verdict(
                        false,
                        "",
                        login + " may not use " + authors
                                + ": no entry, no domain of its own, and the rules sign for several domains");
    }

    /// What stands behind the last at sign, if it is a domain with something before it.
    private static Optional<DomainName> domain(Bytes login) {
        int at = LoginPattern.lastAt(login);
        return at < 1
                ? Optional.empty()
                : switch (DomainName.parse(login.slice(at + 1))) {
                    case Parsed.Ok<DomainName>(DomainName domain) -> Optional.of(domain);
                    case Parsed.Malformed<DomainName> _ -> Optional.empty();
                };
    }

    private static Verdict verdict(boolean allowed, String place, String what) {
        return new Verdict(allowed, new Decision.Step(place, what));
    }
}
