package org.vidimus.policy.sieve.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.authres.ResultInfo;
import org.vidimus.policy.dmarc.DmarcPolicy;
import org.vidimus.policy.sieve.compile.Call;
import org.vidimus.policy.sieve.compile.Compilation;
import org.vidimus.policy.sieve.compile.Extension;
import org.vidimus.policy.sieve.compile.Shape;
import org.vidimus.policy.sieve.compile.Shape.Kind;
import org.vidimus.policy.sieve.compile.TestWord;
import org.vidimus.policy.sieve.run.Condition;
import org.vidimus.policy.sieve.run.Matching;
import org.vidimus.policy.sieve.run.Run;
import org.vidimus.policy.sieve.run.SieveChecks;
import org.vidimus.policy.sieve.syntax.Literal;

/// What SPF, DKIM, ARC and DMARC found, as tests: `vnd.vidimus.auth`, described in docs/sieve-extensions.md.
///
/// The values are those of the checks themselves, never of a header field. For mail that was not verified, every
/// test is false: nothing was found then, not even that there was nothing.
final class AuthExtension implements Extension {
    private static final String DOMAIN = "domain";
    private static final String WITH = "with";
    private static final String APPLIED = "applied";
    private static final String ANY = "any";
    private static final String LAST = "last";

    @Override
    public String capability() {
        return "vnd.vidimus.auth";
    }

    @Override
    public List<TestWord> tests() {
        Shape keys = Shape.of(Kind.STRINGS).matching();
        return List.of(
                new TestWord(
                        "auth_checked",
                        Shape.NOTHING,
                        (_, _) -> run -> run.message().checks().isPresent()),
                new TestWord(
                        "auth_result",
                        Shape.of(Kind.STRING, Kind.STRINGS, Kind.STRINGS)
                                .lastOptional()
                                .matching()
                                .oneOf(DOMAIN, DOMAIN),
                        AuthExtension::result),
                new TestWord(
                        "auth_property",
                        Shape.of(Kind.STRING, Kind.STRING, Kind.STRINGS)
                                .matching()
                                .tag(WITH, Kind.STRINGS),
                        AuthExtension::property),
                new TestWord("auth_policy", keys.oneOf("policy", "requested", APPLIED), AuthExtension::policy),
                new TestWord("auth_aligned", Shape.of(Kind.STRINGS), AuthExtension::aligned),
                new TestWord("auth_arc_sealer", keys.oneOf("which", "all", ANY, LAST), AuthExtension::sealer),
                new TestWord("auth_arc_vouches", keys, AuthExtension::vouches));
    }

    private static Condition checked(BiPredicate<SieveChecks, Run> test) {
        return run ->
                run.message().checks().filter(checks -> test.test(checks, run)).isPresent();
    }

    private static Condition result(Call call, Compilation compilation) {
        Optional<CheckedMethod> method = method(call.string(0), compilation);
        if (method.isEmpty()) {
            return _ -> false;
        }
        List<String> results = results(call.strings(1), method.get(), compilation);
        if (call.has(DOMAIN) != call.given(2)) {
            compilation.error(call.at(), ":domain and a list of domains go together");
            return _ -> false;
        }
        if (!call.given(2)) {
            return checked((checks, _) ->
                    method.get().findings(checks).stream().anyMatch(finding -> results.contains(finding.result())));
        }
        Matching matching = compilation.matching(call, call.strings(2));
        return checked((checks, run) -> {
            List<String> domains = method.get().findings(checks).stream()
                    .filter(finding -> results.contains(finding.result()))
                    .flatMap(finding -> finding.domains().stream())
                    .toList();
            return matching.matchesAny(domains, run);
        });
    }

    private static Optional<CheckedMethod> method(Literal literal, Compilation compilation) {
        String name = compilation.constant(literal, "the name of a check");
        Optional<CheckedMethod> method = CheckedMethod.named(name);
        if (method.isEmpty()) {
            List<String> words = new ArrayList<>();
            for (CheckedMethod known : CheckedMethod.values()) {
                words.add(known.word());
            }
            compilation.error(literal.at(), "there is no check \"" + name + "\", but " + String.join(", ", words));
        }
        return method;
    }

    private static List<String> results(List<Literal> literals, CheckedMethod method, Compilation compilation) {
        List<String> results = new ArrayList<>();
        for (Literal literal : literals) {
            String result = compilation.constant(literal, "a result").toLowerCase(Locale.ROOT);
            if (!method.results().contains(result)) {
                String words = String.join(", ", new TreeSet<>(method.results()));
                compilation.error(literal.at(), method.word() + " has no result \"" + result + "\", but " + words);
            }
            results.add(result);
        }
        return results;
    }

    /// A property of our Authentication-Results field, such as `header.s` ([RFC 8601
    /// §2.3](https://www.rfc-editor.org/rfc/rfc8601#section-2.3)).
    private static Condition property(Call call, Compilation compilation) {
        String method =
                compilation.constant(call.string(0), "the name of a check").toLowerCase(Locale.ROOT);
        String property =
                compilation.constant(call.string(1), "the name of a property").toLowerCase(Locale.ROOT);
        if (property.indexOf('.') <= 0 || property.endsWith(".")) {
            compilation.error(call.argumentAt(1), "a property has two parts, as header.d has");
        }
        Optional<List<String>> results = call.tagStrings(WITH)
                .map(given -> given.stream()
                        .map(literal ->
                                compilation.constant(literal, "a result").toLowerCase(Locale.ROOT))
                        .toList());
        Matching matching = compilation.matching(call, call.strings(2));
        return checked((checks, run) -> {
            List<String> values = checks.results().stream()
                    .filter(info -> info.method().equals(method))
                    .filter(info -> results.isEmpty() || results.get().contains(info.result()))
                    .flatMap(info -> info.properties().stream())
                    .filter(p -> property.equals(p.ptype() + "." + p.name()))
                    .map(ResultInfo.Property::value)
                    .toList();
            return matching.matchesAny(values, run);
        });
    }

    /// What the domain's owner asks for, or what the configuration makes of it.
    private static Condition policy(Call call, Compilation compilation) {
        boolean applied = call.has(APPLIED);
        Matching matching = compilation.matching(call, call.strings(0));
        return checked((checks, run) -> {
            Optional<DmarcPolicy> policy =
                    applied ? Optional.of(checks.applied()) : checks.dmarc().requested();
            return matching.matchesAny(policy.stream().map(DmarcPolicy::word).toList(), run);
        });
    }

    private static Condition aligned(Call call, Compilation compilation) {
        boolean spf = false;
        boolean dkim = false;
        for (Literal literal : call.strings(0)) {
            switch (compilation.constant(literal, "the name of a check").toLowerCase(Locale.ROOT)) {
                case "spf" -> spf = true;
                case "dkim" -> dkim = true;
                default -> compilation.error(literal.at(), "only \"spf\" and \"dkim\" can be aligned");
            }
        }
        boolean either = spf;
        boolean or = dkim;
        return checked((checks, _) ->
                (either && checks.dmarc().alignedSpf()) || (or && checks.dmarc().alignedDkim()));
    }

    /// Sealers of a good chain; of another chain nobody knows who wrote it.
    private static Condition sealer(Call call, Compilation compilation) {
        boolean any = call.has(ANY);
        boolean last = call.has(LAST);
        Matching matching = compilation.matching(call, call.strings(0));
        return checked((checks, run) -> {
            List<ArcResult.Sealer> sealers = checks.arc().sealers();
            if (checks.arc().status() != ArcResult.Status.PASS || sealers.isEmpty()) {
                return false;
            }
            List<String> domains = (last ? List.of(sealers.getLast()) : sealers)
                    .stream().map(sealer -> sealer.domain().toString()).toList();
            return any || matching.counts()
                    ? matching.matchesAny(domains, run)
                    : domains.stream().allMatch(domain -> matching.matches(domain, run));
        });
    }

    private static Condition vouches(Call call, Compilation compilation) {
        Matching matching = compilation.matching(call, call.strings(0));
        if (matching.counts()) {
            compilation.error(call.at(), "'auth_arc_vouches' cannot count");
            return _ -> false;
        }
        return checked((checks, run) -> checks.dmarc()
                .fromDomain()
                .filter(author -> checks.arc().vouchesFor(author, sealer -> matching.matches(sealer.toString(), run)))
                .isPresent());
    }
}
