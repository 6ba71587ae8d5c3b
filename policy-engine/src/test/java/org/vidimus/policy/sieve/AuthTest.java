package org.vidimus.policy.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.authres.AuthenticationResultsHeader;
import org.vidimus.policy.authres.ResultInfo;
import org.vidimus.policy.dkim.DkimCause;
import org.vidimus.policy.dkim.DkimProblem;
import org.vidimus.policy.dkim.DkimResult;
import org.vidimus.policy.dkim.DkimVerdict;
import org.vidimus.policy.dmarc.DmarcPolicy;
import org.vidimus.policy.dmarc.DmarcResult;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.iprev.IprevResult;
import org.vidimus.policy.sieve.run.SieveChecks;
import org.vidimus.policy.sieve.run.SieveMessage;
import org.vidimus.policy.spf.SpfIdentity;
import org.vidimus.policy.spf.SpfResult;
import org.vidimus.policy.spf.SpfVerdict;

/// `vnd.vidimus.auth` and `vnd.vidimus.smtp`, and the scripts of docs/sieve-extensions.md.
class AuthTest {
    private static final String LIST = "lists.example.org";
    private static final List<String> EXTENSIONS =
            List.of("vnd.vidimus.auth", "relational", "comparator-i;ascii-numeric");

    private static DkimResult dkim(DkimVerdict verdict, String domain, String selector) {
        return new DkimResult(
                verdict,
                Optional.of(DomainName.of(domain)),
                Optional.of(selector),
                Optional.empty(),
                Optional.of("rsa-sha256"),
                Optional.empty(),
                OptionalInt.of(2048),
                false,
                false,
                List.of());
    }

    private static SpfResult spf(SpfIdentity identity, SpfVerdict verdict, String domain) {
        return new SpfResult(identity, Optional.of(DomainName.of(domain)), verdict, List.of());
    }

    private static DmarcResult dmarc(DmarcResult.Status status, Optional<DmarcPolicy> requested, boolean aligned) {
        return new DmarcResult(
                status,
                Optional.of(DomainName.of("bank.example")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                requested,
                DmarcPolicy.NONE,
                false,
                aligned,
                DmarcResult.Discovery.TREEWALK,
                "for a test",
                List.of());
    }

    private static ArcResult.Sealer sealer(int instance, String domain) {
        ResultInfo reported = ResultInfo.of("dmarc", "pass", ResultInfo.Property.of("header", "from", "bank.example"));
        return new ArcResult.Sealer(
                instance,
                DomainName.of(domain),
                "s",
                Optional.of(new AuthenticationResultsHeader(domain, 1, List.of(reported))));
    }

    private static SieveMessage with(Optional<SieveChecks> checks) {
        SieveMessage mail = Scripts.message("From: a@bank.example\nList-Id: <l.%s>\n\nbody\n".formatted(LIST));
        return new SieveMessage(
                mail.header(), mail.size(), mail.envelope(), mail.body(), mail.environment(), checks, mail.time());
    }

    /// Mail of a bank that came over a list: DMARC fails, and the list signed and sealed it.
    private static SieveMessage forwarded(ArcResult.Status chain, String... sealers) {
        List<ArcResult.Sealer> seals = new ArrayList<>();
        for (String domain : sealers) {
            seals.add(sealer(seals.size() + 1, domain));
        }
        List<DkimResult> dkim = List.of(
                dkim(new DkimVerdict.Fail(DkimProblem.of(DkimCause.BODY_DIFFERS)), "bank.example", "old"),
                dkim(new DkimVerdict.Pass(), LIST, "2026a"));
        List<SpfResult> spf = List.of(
                spf(SpfIdentity.MAIL_FROM, new SpfVerdict.SoftFail("all"), "bounces.example.org"),
                spf(SpfIdentity.HELO, new SpfVerdict.Pass("a"), "mx.example.org"));
        List<ResultInfo> results =
                new ArrayList<>(spf.stream().map(SpfResult::toResultInfo).toList());
        dkim.forEach(result -> results.add(result.toResultInfo()));
        return with(Optional.of(new SieveChecks(
                spf,
                dkim,
                new ArcResult(chain, "", seals, 0),
                dmarc(DmarcResult.Status.FAIL, Optional.of(DmarcPolicy.REJECT), false),
                Optional.of(new IprevResult(
                        IprevResult.Status.PASS,
                        InetAddress.ofLiteral("192.0.2.1"),
                        Optional.of(DomainName.of("mx.example.org")),
                        "")),
                DmarcPolicy.QUARANTINE,
                results)));
    }

    private static final SieveMessage FORWARDED = forwarded(ArcResult.Status.PASS, LIST, "relay.example.net");

    private static final SieveMessage PLAIN = with(Optional.of(new SieveChecks(
            List.of(),
            List.of(),
            new ArcResult(ArcResult.Status.NONE, "", List.of(), 0),
            dmarc(DmarcResult.Status.NONE, Optional.empty(), true),
            Optional.empty(),
            DmarcPolicy.NONE,
            List.of())));

    private static final SieveMessage UNVERIFIED = with(Optional.empty());

    @ParameterizedTest
    @Spec({"RFC 8601 §2.7", "RFC 7208 §2.4"})
    @CsvSource(
            delimiter = '|',
            value = {
                "auth_checked                                             | true  | true",
                "auth_result \"dmarc\" \"fail\"                           | true  | false",
                "auth_result \"DMARC\" [\"pass\", \"FAIL\"]               | true  | false",
                "auth_result \"dmarc\" \"none\"                           | false | true",
                "auth_result \"dkim\" \"pass\"                            | true  | false",
                "auth_result \"dkim\" \"fail\"                            | true  | false",
                "auth_result \"dkim\" \"none\"                            | false | true",
                "auth_result \"arc\" \"none\"                             | false | true",
                "auth_result \"arc\" \"pass\"                             | true  | false",
                "auth_result \"spf\" \"pass\"                             | false | false",
                "auth_result \"spf\" [\"pass\", \"softfail\"]             | true  | false",
                "auth_result \"helo\" \"pass\"                            | true  | false",
                "auth_result \"iprev\" \"pass\"                           | true  | false",
                "auth_result :domain \"dkim\" \"pass\" \"LISTS.example.org\" | true | false",
                "auth_result :domain \"dkim\" \"pass\" \"bank.example\"   | false | false",
                "auth_result :domain \"dkim\" \"fail\" \"bank.example\"   | true  | false",
                "auth_result :domain :matches \"dkim\" \"pass\" [\"*.example.net\", \"*.example.org\"] | true | false",
                "auth_result :domain :count \"eq\" \"dkim\" [\"pass\", \"fail\"] \"2\" | true | false",
                "auth_result :domain \"spf\" \"softfail\" \"bounces.example.org\" | true | false",
                "auth_result :domain \"helo\" \"pass\" \"mx.example.org\" | true  | false",
                "auth_result :domain \"iprev\" \"pass\" \"mx.example.org\" | true | false",
                "auth_result :domain \"dmarc\" \"fail\" \"bank.example\"  | true  | false",
                "auth_result :domain \"arc\" \"pass\" \"relay.example.net\" | true | false",
                "auth_property \"dkim\" \"header.s\" \"2026a\"            | true  | false",
                "auth_property :with \"pass\" \"dkim\" \"header.s\" \"old\" | false | false",
                "auth_property :matches \"dkim\" \"header.a\" \"rsa-*\"   | true  | false",
                "auth_property \"spf\" \"smtp.helo\" \"mx.example.org\"   | true  | false",
                "auth_property :count \"eq\" \"dkim\" \"header.d\" \"2\"  | true  | false",
                "auth_policy \"reject\"                                   | true  | false",
                "auth_policy :requested [\"quarantine\", \"reject\"]      | true  | false",
                "auth_policy :applied \"reject\"                          | false | false",
                "auth_policy :applied \"quarantine\"                      | true  | false",
                "auth_policy \"none\"                                     | false | false",
                "auth_policy :applied \"none\"                            | false | true",
                "auth_aligned \"dkim\"                                    | false | true",
                "auth_aligned \"spf\"                                     | false | false",
                "auth_aligned [\"spf\", \"dkim\"]                         | false | true",
                "auth_arc_sealer \"lists.example.org\"                    | false | false",
                "auth_arc_sealer [\"relay.example.net\", \"lists.example.org\"] | true | false",
                "auth_arc_sealer :any \"lists.example.org\"               | true  | false",
                "auth_arc_sealer :last \"relay.example.net\"              | true  | false",
                "auth_arc_sealer :last \"lists.example.org\"              | false | false",
                "auth_arc_sealer :matches \"*.example.*\"                 | true  | false",
                "auth_arc_sealer :count \"eq\" \"2\"                      | true  | false",
                "auth_arc_vouches [\"lists.example.org\", \"relay.example.net\"] | true | false",
                "auth_arc_vouches \"lists.example.org\"                   | false | false",
            })
    void tests(String test, boolean forwarded, boolean plain) {
        assertEquals(forwarded, Done.holds(EXTENSIONS, test, FORWARDED), "of a list");
        assertEquals(plain, Done.holds(EXTENSIONS, test, PLAIN), "without anything");
        assertEquals(false, Done.holds(EXTENSIONS, test, UNVERIFIED), "not verified");
    }

    @ParameterizedTest
    @Spec("RFC 8617 §7.2.2")
    @CsvSource({"FAIL", "NONE"})
    void sealersOfABrokenChainAreNobody(ArcResult.Status status) {
        SieveMessage mail = forwarded(status, LIST);
        for (String test : List.of(
                "auth_arc_sealer \"lists.example.org\"",
                "auth_arc_sealer :any \"lists.example.org\"",
                "auth_arc_sealer :count \"ge\" \"0\"",
                "auth_arc_vouches \"lists.example.org\"")) {
            assertEquals(false, Done.holds(EXTENSIONS, test, mail), test);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "auth_result \"dmarcs\" \"pass\"           | there is no check \"dmarcs\", but spf, helo, dkim, arc, dmarc, iprev",
                "auth_result \"dmarc\" \"passed\"          | dmarc has no result \"passed\", but fail, none, pass, permerror, temperror",
                "auth_result \"dkim\" \"pass\" \"a\"       | :domain and a list of domains go together",
                "auth_result :domain \"dkim\" \"pass\"     | :domain and a list of domains go together",
                "auth_aligned \"arc\"                      | only \"spf\" and \"dkim\" can be aligned",
                "auth_property \"dkim\" \"d\" \"a\"        | a property has two parts, as header.d has",
                "auth_policy :requested :applied \"none\"  | :requested and :applied exclude each other",
                "auth_arc_vouches :count \"eq\" \"1\"      | 'auth_arc_vouches' cannot count",
            })
    void mistakes(String test, String error) {
        assertEquals(
                error,
                Scripts.errors(Done.require(EXTENSIONS) + "if " + test + " {}").replaceFirst("^\\d+:\\d+: ", ""));
    }

    @ParameterizedTest
    @Spec({"RFC 5321 §4.2.1", "RFC 3463 §2", "RFC 5429 §2.1"})
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "ereject \"no\";                          | 550 5.7.1 no",
                "ereject :code \"451 4.7.1\" \"later\";   | 451 4.7.1 later",
                "reject :code \"554 5.7.999\" \"no\";     | 554 5.7.999 no",
                "log \"seen\";                            | log seen; implicit keep",
            })
    void replies(String command, String done) {
        assertEquals(done, Done.by("require [\"ereject\", \"reject\", \"vnd.vidimus.smtp\"]; " + command, UNVERIFIED));
    }

    @ParameterizedTest
    @Spec({"RFC 5321 §4.2.1", "RFC 3463 §2"})
    @CsvSource({
        "451 5.7.1",
        "550 4.7.1",
        "250 2.0.0",
        "354 3.0.0",
        "600 6.0.0",
        "550",
        "550 5.7",
        "550 5.7.1.1",
        "550 5.7.1000",
        "550 5.07.1",
        "550  5.7.1",
        "55 5.7.1",
        "550-5.7.1",
        "550 5..1",
        "٥٥٠ 5.7.1",
        "550 5.7.1 "
    })
    void codesThatAreNoRefusals(String code) {
        String text = code.equals("550 5.7.1") ? code + " " : code;
        assertEquals(
                "\"" + text + "\" is no refusal such as \"550 5.7.1\" or \"451 4.7.1\", two codes of one class",
                Scripts.errors("require [\"ereject\", \"vnd.vidimus.smtp\"]; ereject :code \"" + text + "\" \"no\";")
                        .replaceFirst("^\\d+:\\d+: ", ""));
    }

    @Test
    void codesNeedTheirExtension() {
        assertEquals(
                "1:28: :code needs require \"vnd.vidimus.smtp\"",
                Scripts.errors("require \"ereject\"; ereject :code \"550 5.7.1\" \"no\";")
                        .replaceFirst("^1:\\d+", "1:28"));
    }

    /// The scripts of the documentation, in its order.
    private static List<String> documented() throws IOException {
        String text = Files.readString(Path.of("..", "docs", "sieve-extensions.md"));
        int from = text.indexOf("## What the checks found");
        int to = text.indexOf("\n## ", from + 1);
        List<String> scripts = new ArrayList<>();
        for (String part : text.substring(from, to < 0 ? text.length() : to).split("```sieve\n", -1)) {
            scripts.add(part.substring(0, Math.max(part.indexOf("```"), 0)));
        }
        return scripts.subList(1, scripts.size());
    }

    @Test
    void theScriptsOfTheDocumentationDoWhatItSays() throws IOException {
        List<String> scripts = documented();
        assertEquals(
                List.of(
                        "keep",
                        "keep",
                        "log no DMARC policy: bank.example; implicit keep",
                        "451 4.7.24 Your DNS is out of order."),
                List.of(
                        Done.by(scripts.get(0), FORWARDED),
                        Done.by(scripts.get(1), FORWARDED),
                        Done.by(scripts.get(2), PLAIN),
                        Done.by(scripts.get(3), spfTempError())));
        for (String script : scripts) {
            assertEquals("", Scripts.errors(script));
            assertTrue(Scripts.run(script, UNVERIFIED).keepsImplicitly(), "nothing is done about unverified mail");
        }
    }

    private static SieveMessage spfTempError() {
        SieveChecks plain = PLAIN.checks().orElseThrow();
        return with(Optional.of(new SieveChecks(
                List.of(spf(SpfIdentity.MAIL_FROM, new SpfVerdict.TempError("timeout"), "a.example")),
                plain.dkim(),
                plain.arc(),
                plain.dmarc(),
                plain.iprev(),
                plain.applied(),
                plain.results())));
    }
}
