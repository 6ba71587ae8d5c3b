package org.vidimus.policy.sieve.suite;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Stream;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.authres.AuthenticationResultsHeader;
import org.vidimus.policy.authres.ResultInfo;
import org.vidimus.policy.base.AddressText;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.DkimCause;
import org.vidimus.policy.dkim.DkimProblem;
import org.vidimus.policy.dkim.DkimResult;
import org.vidimus.policy.dkim.DkimVerdict;
import org.vidimus.policy.dmarc.DmarcPolicy;
import org.vidimus.policy.dmarc.DmarcResult;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.iprev.IprevResult;
import org.vidimus.policy.sieve.run.SieveChecks;
import org.vidimus.policy.sieve.run.SieveFault;
import org.vidimus.policy.spf.SpfIdentity;
import org.vidimus.policy.spf.SpfResult;
import org.vidimus.policy.spf.SpfVerdict;

/// What a test says that the checks found: statements as in an Authentication-Results field ([RFC 8601
/// §2.2](https://www.rfc-editor.org/rfc/rfc8601#section-2.2)), such as `dkim=pass header.d=example.org;
/// dmarc=fail header.from=bank.example policy.requested=reject`.
///
/// Confined to one call.
final class Found {
    private static final String TEST = "a test says so";

    private final List<ResultInfo> all;

    private Found(List<ResultInfo> all) {
        this.all = all;
    }

    /// The checks that `text` describes.
    ///
    /// @throws SieveFault if it does not
    static SieveChecks of(String text) {
        return switch (AuthenticationResultsHeader.parse(Bytes.utf8("test; " + text.strip()), Budgets.DEFAULT)) {
            case Parsed.Ok<AuthenticationResultsHeader>(AuthenticationResultsHeader header) ->
                new Found(header.results()).checks();
            case Parsed.Malformed<AuthenticationResultsHeader>(int _, String why) ->
                throw new SieveFault("these are no results of checks: " + why);
        };
    }

    private SieveChecks checks() {
        all.stream()
                .filter(info -> !List.of("spf", "dkim", "arc", "dmarc", "iprev").contains(info.method()))
                .findFirst()
                .ifPresent(info -> {
                    throw new SieveFault("there is no check \"" + info.method() + "\"");
                });
        return new SieveChecks(
                named("spf").map(this::spf).toList(),
                named("dkim")
                        .filter(info -> !info.result().equals("none"))
                        .map(this::dkim)
                        .toList(),
                named("arc").findFirst().map(this::arc).orElse(new ArcResult(ArcResult.Status.NONE, "", List.of(), 0)),
                dmarc(named("dmarc").findFirst().orElse(ResultInfo.of("dmarc", "none"))),
                named("iprev").findFirst().map(this::iprev),
                named("dmarc")
                        .findFirst()
                        .flatMap(info -> policy(info, "applied"))
                        .orElse(DmarcPolicy.NONE),
                all);
    }

    private Stream<ResultInfo> named(String method) {
        return all.stream().filter(info -> info.method().equals(method));
    }

    private SpfResult spf(ResultInfo info) {
        boolean helo = property(info, "smtp", "helo").isPresent();
        SpfVerdict verdict = switch (info.result()) {
            case "pass" -> new SpfVerdict.Pass("all");
            case "fail" -> new SpfVerdict.Fail("all", Optional.empty());
            case "softfail" -> new SpfVerdict.SoftFail("all");
            case "neutral" -> new SpfVerdict.Neutral(Optional.empty());
            case "none" -> new SpfVerdict.None(TEST);
            case "temperror" -> new SpfVerdict.TempError(TEST);
            case "permerror" -> new SpfVerdict.PermError(TEST);
            default -> throw unknown(info);
        };
        return new SpfResult(
                helo ? SpfIdentity.HELO : SpfIdentity.MAIL_FROM,
                domain(info, "smtp", helo ? "helo" : "mailfrom"),
                verdict,
                List.of());
    }

    private DkimResult dkim(ResultInfo info) {
        DkimVerdict verdict = switch (info.result()) {
            case "pass" -> new DkimVerdict.Pass();
            case "fail" -> DkimVerdict.of(DkimProblem.of(DkimCause.SIGNATURE_DIFFERS));
            case "policy" -> DkimVerdict.of(DkimProblem.of(DkimCause.KEY_TOO_SHORT));
            case "neutral" -> DkimVerdict.of(DkimProblem.of(DkimCause.SIGNATURE_SYNTAX));
            case "temperror" -> DkimVerdict.of(DkimProblem.of(DkimCause.KEY_UNAVAILABLE));
            case "permerror" -> DkimVerdict.of(DkimProblem.of(DkimCause.NO_KEY));
            default -> throw unknown(info);
        };
        return new DkimResult(
                verdict,
                domain(info, "header", "d"),
                property(info, "header", "s"),
                property(info, "header", "i"),
                property(info, "header", "a"),
                Optional.empty(),
                OptionalInt.empty(),
                false,
                false,
                List.of());
    }

    /// Each `arc.d` is a sealer, the first one first; each says that DMARC passed where `arc.dmarc` is `pass`.
    private ArcResult arc(ResultInfo info) {
        ArcResult.Status status = status(ArcResult.Status.values(), ArcResult.Status::word, info);
        boolean vouches = property(info, "arc", "dmarc").filter("pass"::equals).isPresent();
        List<ArcResult.Sealer> sealers = new ArrayList<>();
        for (ResultInfo.Property property : info.properties()) {
            if (property.ptype().equals("arc") && property.name().equals("d")) {
                DomainName domain = domain(property.value());
                Optional<AuthenticationResultsHeader> report = named("dmarc")
                        .filter(_ -> vouches)
                        .findFirst()
                        .flatMap(dmarc -> property(dmarc, "header", "from"))
                        .map(author ->
                                new AuthenticationResultsHeader(domain.toString(), 1, List.of(reported(author))));
                sealers.add(new ArcResult.Sealer(sealers.size() + 1, domain, "test", report));
            }
        }
        return new ArcResult(status, "", sealers, 0);
    }

    private static ResultInfo reported(String author) {
        return ResultInfo.of("dmarc", "pass", ResultInfo.Property.of("header", "from", author));
    }

    private DmarcResult dmarc(ResultInfo info) {
        DmarcResult.Status status = status(DmarcResult.Status.values(), DmarcResult.Status::word, info);
        Optional<DmarcPolicy> requested = policy(info, "requested");
        boolean fails = status == DmarcResult.Status.FAIL;
        return new DmarcResult(
                status,
                domain(info, "header", "from"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                requested,
                fails ? requested.orElse(DmarcPolicy.NONE) : DmarcPolicy.NONE,
                aligned(info, "spf"),
                aligned(info, "dkim"),
                DmarcResult.Discovery.TREEWALK,
                TEST,
                List.of());
    }

    private static boolean aligned(ResultInfo info, String check) {
        return info.properties().stream()
                .anyMatch(p -> p.ptype().equals("policy")
                        && p.name().equals("aligned")
                        && p.value().equals(check));
    }

    private IprevResult iprev(ResultInfo info) {
        InetAddress client = property(info, "policy", "iprev")
                .map(text -> AddressText.parse(text).orElseThrow(() -> new SieveFault(text + " is no IP address")))
                .orElse(InetAddress.getLoopbackAddress());
        return new IprevResult(
                status(IprevResult.Status.values(), IprevResult.Status::word, info),
                client,
                domain(info, "policy", "name"),
                TEST);
    }

    private static <S> S status(S[] known, Function<S, String> word, ResultInfo info) {
        return Stream.of(known)
                .filter(status -> word.apply(status).equals(info.result()))
                .findFirst()
                .orElseThrow(() -> unknown(info));
    }

    private static Optional<DmarcPolicy> policy(ResultInfo info, String name) {
        return property(info, "policy", name)
                .map(text -> Stream.of(DmarcPolicy.values())
                        .filter(policy -> policy.word().equals(text.toLowerCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow(() -> new SieveFault("there is no policy \"" + text + "\"")));
    }

    private static Optional<DomainName> domain(ResultInfo info, String ptype, String name) {
        return property(info, ptype, name).map(text -> domain(text.substring(text.lastIndexOf('@') + 1)));
    }

    private static DomainName domain(String text) {
        return switch (DomainName.parse(text)) {
            case Parsed.Ok<DomainName>(DomainName domain) -> domain;
            case Parsed.Malformed<DomainName>(int _, String why) -> throw new SieveFault("\"" + text + "\": " + why);
        };
    }

    private static Optional<String> property(ResultInfo info, String ptype, String name) {
        return info.properties().stream()
                .filter(p -> p.ptype().equals(ptype) && p.name().equals(name))
                .map(ResultInfo.Property::value)
                .findFirst();
    }

    private static SieveFault unknown(ResultInfo info) {
        return new SieveFault(info.method() + " has no result \"" + info.result() + "\"");
    }
}
