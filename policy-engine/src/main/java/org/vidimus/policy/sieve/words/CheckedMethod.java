package org.vidimus.policy.sieve.words;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.sieve.run.SieveChecks;
import org.vidimus.policy.spf.SpfIdentity;
import org.vidimus.policy.spf.SpfResult;

/// The checks that `auth_result` asks about, and what they found.
enum CheckedMethod {
    /// SPF for MAIL FROM, or for HELO where the sender is null ([RFC 7208
    /// §2.4](https://www.rfc-editor.org/rfc/rfc7208#section-2.4)).
    SPF("none", "pass", "fail", "softfail", "neutral", "temperror", "permerror") {
        @Override
        List<Finding> findings(SieveChecks checks) {
            return spf(checks, SpfIdentity.MAIL_FROM);
        }
    },
    /// SPF for HELO, which vouches for the client and not for the sender.
    HELO("none", "pass", "fail", "softfail", "neutral", "temperror", "permerror") {
        @Override
        List<Finding> findings(SieveChecks checks) {
            return spf(checks, SpfIdentity.HELO);
        }
    },
    /// Each DKIM signature, by its d=; `none` where there is none.
    DKIM("none", "pass", "fail", "policy", "neutral", "temperror", "permerror") {
        @Override
        List<Finding> findings(SieveChecks checks) {
            return checks.dkim().isEmpty()
                    ? List.of(new Finding("none", List.of()))
                    : checks.dkim().stream()
                            .map(result -> new Finding(result.verdict().word(), domains(result.domain())))
                            .toList();
        }
    },
    /// The ARC chain, by its sealers.
    ARC("none", "pass", "fail") {
        @Override
        List<Finding> findings(SieveChecks checks) {
            List<String> sealers = checks.arc().sealers().stream()
                    .map(ArcResult.Sealer::domain)
                    .map(DomainName::toString)
                    .toList();
            return List.of(new Finding(checks.arc().status().word(), sealers));
        }
    },
    /// DMARC, by the Author Domain.
    DMARC("none", "pass", "fail", "temperror", "permerror") {
        @Override
        List<Finding> findings(SieveChecks checks) {
            return List.of(new Finding(
                    checks.dmarc().status().word(), domains(checks.dmarc().fromDomain())));
        }
    },
    /// Whether name and address of the client confirm each other, by the name.
    IPREV("pass", "fail", "temperror", "permerror") {
        @Override
        List<Finding> findings(SieveChecks checks) {
            return checks.iprev().stream()
                    .map(result -> new Finding(result.status().word(), domains(result.name())))
                    .toList();
        }
    };

    private final String results;

    /// What a check found.
    ///
    /// @param result the word of Authentication-Results
    /// @param domains whose it is
    record Finding(String result, List<String> domains) {}

    CheckedMethod(String... results) {
        this.results = String.join(" ", results);
    }

    /// The check that a script calls `name`, in any case.
    static Optional<CheckedMethod> named(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return Stream.of(values()).filter(method -> method.name().equals(upper)).findFirst();
    }

    /// Its name in scripts.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The results that it can have.
    Set<String> results() {
        return Set.of(results.split(" "));
    }

    abstract List<Finding> findings(SieveChecks checks);

    private static List<Finding> spf(SieveChecks checks, SpfIdentity identity) {
        return checks.spf().stream()
                .filter(result -> result.identity() == identity)
                .map((SpfResult result) -> new Finding(result.verdict().word(), domains(result.domain())))
                .toList();
    }

    private static List<String> domains(Optional<DomainName> domain) {
        return domain.stream().map(DomainName::toString).toList();
    }
}
