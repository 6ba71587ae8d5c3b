package org.vidimus.policy.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.DkimCause;
import org.vidimus.policy.dkim.DkimProblem;
import org.vidimus.policy.dkim.DkimResult;
import org.vidimus.policy.dkim.DkimVerdict;
import org.vidimus.policy.dmarc.DmarcPolicy;
import org.vidimus.policy.dmarc.DmarcRecord;
import org.vidimus.policy.dmarc.DmarcResult;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.spf.SpfIdentity;
import org.vidimus.policy.spf.SpfResult;
import org.vidimus.policy.spf.SpfVerdict;

class JudgeTest {
    private static final DomainName AUTHOR = DomainName.of("example.com");
    private static final PolicyOverride FORWARDER =
            new PolicyOverride(PolicyOverride.Kind.TRUSTED_FORWARDER, "relay.example");
    private static final PolicyOverride SEAL = new PolicyOverride(PolicyOverride.Kind.LOCAL_POLICY, "arc=pass");

    private static Judge judge(DmarcPolicy onFail) {
        return new Judge(SpfHandling.DEFAULT, new DmarcHandling(onFail, Deferral.ACCEPT));
    }

    private static DmarcResult dmarc(DmarcResult.Status status, DmarcPolicy requested, boolean testing) {
        Bytes text = Bytes.utf8("v=DMARC1; p=" + requested.word() + (testing ? "; t=y" : ""));
        DmarcRecord record = DmarcRecord.parse(text) instanceof Parsed.Ok<DmarcRecord>(DmarcRecord read)
                ? read
                : fail(text.toString());
        DmarcPolicy lowered = testing ? lower(requested) : requested;
        return new DmarcResult(
                status,
                Optional.of(AUTHOR),
                Optional.of(AUTHOR),
                Optional.of(AUTHOR),
                Optional.of(record),
                Optional.of(requested),
                status == DmarcResult.Status.FAIL ? lowered : DmarcPolicy.NONE,
                status == DmarcResult.Status.PASS,
                false,
                DmarcResult.Discovery.TREEWALK,
                "for a test",
                List.of());
    }

    private static DmarcPolicy lower(DmarcPolicy policy) {
        return policy == DmarcPolicy.REJECT ? DmarcPolicy.QUARANTINE : DmarcPolicy.NONE;
    }

    private static DmarcResult withoutAuthor(DmarcPolicy decided) {
        return new DmarcResult(
                DmarcResult.Status.PERMERROR,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                decided,
                false,
                false,
                DmarcResult.Discovery.TREEWALK,
                "the From field cannot be read",
                List.of());
    }

    private static SpfResult spf(SpfVerdict verdict) {
        return new SpfResult(SpfIdentity.MAIL_FROM, Optional.of(DomainName.of("sender.example")), verdict, List.of());
    }

    private static DkimResult dkim(DkimVerdict verdict) {
        return new DkimResult(
                verdict,
                Optional.of(AUTHOR),
                Optional.of("s"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                false,
                false,
                List.of());
    }

    private static Judge.Case message(DmarcResult dmarc, PolicyOverride... override) {
        return new Judge.Case(
                Optional.of(InetAddress.ofLiteral("192.0.2.1")),
                Optional.empty(),
                List.of(),
                dmarc,
                Optional.empty(),
                Optional.ofNullable(override.length == 0 ? null : override[0]));
    }

    private static Judge.Case message(DmarcResult dmarc, SpfVerdict spf, DkimVerdict... dkim) {
        return new Judge.Case(
                Optional.of(InetAddress.ofLiteral("192.0.2.1")),
                Optional.of(spf(spf)),
                List.of(dkim).stream().map(JudgeTest::dkim).toList(),
                dmarc,
                Optional.empty(),
                Optional.empty());
    }

    private static String word(Disposition disposition) {
        return switch (disposition) {
            case Disposition.Accept _ -> "accept";
            case Disposition.Quarantine _ -> "quarantine";
            case Disposition.Discard _ -> "discard";
            case Disposition.Refuse(int code, String status, String _) -> code + " " + status;
        };
    }

    @ParameterizedTest
    @CsvSource({
        // status, asked for, t=y, on-fail, override, what becomes of it, policy.dmarc, reasons
        "PASS, REJECT, false, REJECT, none, accept, NONE, ''",
        "FAIL, REJECT, false, REJECT, none, 550 5.7.1, REJECT, ''",
        "FAIL, REJECT, false, QUARANTINE, none, quarantine, QUARANTINE, local_policy",
        "FAIL, REJECT, false, NONE, none, accept, NONE, local_policy",
        "FAIL, QUARANTINE, false, REJECT, none, quarantine, QUARANTINE, ''",
        "FAIL, QUARANTINE, false, QUARANTINE, none, quarantine, QUARANTINE, ''",
        "FAIL, QUARANTINE, false, NONE, none, accept, NONE, local_policy",
        "FAIL, NONE, false, REJECT, none, accept, NONE, ''",
        "FAIL, REJECT, true, REJECT, none, quarantine, QUARANTINE, policy_test_mode",
        "FAIL, QUARANTINE, true, REJECT, none, accept, NONE, policy_test_mode",
        "FAIL, NONE, true, REJECT, none, accept, NONE, ''",
        "PASS, REJECT, true, REJECT, none, accept, NONE, ''",
        "FAIL, REJECT, false, REJECT, forwarder, accept, NONE, trusted_forwarder",
        "FAIL, REJECT, false, REJECT, seal, accept, NONE, local_policy",
        "FAIL, REJECT, true, REJECT, forwarder, accept, NONE, 'policy_test_mode trusted_forwarder'",
        "FAIL, NONE, false, REJECT, forwarder, accept, NONE, ''",
        "TEMPERROR, REJECT, false, REJECT, none, accept, NONE, ''",
        "NONE, NONE, false, REJECT, none, accept, NONE, ''",
    })
    @Spec({"RFC 9989 §5.4", "RFC 9989 §7.4", "RFC 9989 §9.1", "DM-11", "DM-18", "DM-19", "DM-21"})
    void followsTheDomainOwnerAsFarAsItMay(
            DmarcResult.Status status,
            DmarcPolicy requested,
            boolean testing,
            DmarcPolicy onFail,
            String override,
            String becomes,
            DmarcPolicy applied,
            String reasons) {
        DmarcResult dmarc = dmarc(status, requested, testing);
        Judgement judgement = judge(onFail)
                .judge(
                        switch (override) {
                            case "forwarder" -> message(dmarc, FORWARDER);
                            case "seal" -> message(dmarc, SEAL);
                            default -> message(dmarc);
                        });

        assertEquals(becomes, word(judgement.disposition()));
        assertEquals(applied, judgement.applied());
        assertEquals(
                reasons,
                judgement.overrides().stream().map(o -> o.kind().word()).collect(Collectors.joining(" ")));
    }

    @Test
    @Spec({"RFC 9989 §7.2", "RFC 8601 §4.2", "DM-20", "AR-16"})
    void saysDmarcAndTheDomainWhenItRejects() {
        Judgement judgement =
                judge(DmarcPolicy.REJECT).judge(message(dmarc(DmarcResult.Status.FAIL, DmarcPolicy.REJECT, false)));

        assertEquals(
                new Disposition.Refuse(550, "5.7.1", "DMARC: this mail fails the policy of example.com"),
                judgement.disposition());
        assertEquals("dmarc=fail (p=reject), applied: reject", judgement.reason());
    }

    @Test
    @Spec({"RFC 7372 §3.4", "DM-20"})
    void hasACodeOfItsOwnForMailThatFailedSeveralChecks() {
        DmarcResult dmarc = dmarc(DmarcResult.Status.FAIL, DmarcPolicy.REJECT, false);
        SpfVerdict spfFail = new SpfVerdict.Fail("-all", Optional.empty());
        DkimVerdict dkimFail = DkimVerdict.of(DkimProblem.of(DkimCause.BODY_DIFFERS));
        Judge judge = judge(DmarcPolicy.REJECT);

        assertEquals(
                "550 5.7.26",
                word(judge.judge(message(dmarc, spfFail, new DkimVerdict.Pass(), dkimFail))
                        .disposition()));
        assertEquals(
                "550 5.7.1",
                word(judge.judge(message(dmarc, spfFail, new DkimVerdict.Pass()))
                        .disposition()));
        assertEquals(
                "550 5.7.1",
                word(judge.judge(message(dmarc, new SpfVerdict.SoftFail("~all"), dkimFail))
                        .disposition()));
    }

    @Test
    @Spec({"RFC 9989 §5.3.6", "DM-16"})
    void putsOffWhatCannotBeLookedUpOnlyWhereItIsToldTo() {
        DmarcResult dmarc = dmarc(DmarcResult.Status.TEMPERROR, DmarcPolicy.REJECT, false);
        Judge patient = new Judge(SpfHandling.DEFAULT, new DmarcHandling(DmarcPolicy.REJECT, Deferral.TEMPFAIL));

        assertEquals(
                "accept", word(judge(DmarcPolicy.REJECT).judge(message(dmarc)).disposition()));
        assertEquals(
                new Disposition.Refuse(
                        451, "4.7.0", "DMARC: the policy of example.com cannot be looked up; please try again later"),
                patient.judge(message(dmarc)).disposition());
        assertEquals("accept", word(patient.judge(message(dmarc, FORWARDER)).disposition()));
    }

    @ParameterizedTest
    @CsvSource({"NONE, accept", "QUARANTINE, quarantine", "REJECT, 550 5.7.1"})
    @Spec({"RFC 9989 §11.5", "MSG-7"})
    void followsTheAdministratorWhereThereIsNoDomainOwnerToAsk(DmarcPolicy decided, String becomes) {
        assertEquals(
                becomes,
                word(judge(DmarcPolicy.NONE)
                        .judge(message(withoutAuthor(decided)))
                        .disposition()));
    }

    @ParameterizedTest
    @CsvSource({
        // DMARC, SPF, on-fail, on-permerror, on-temperror, what becomes of it
        "NONE, fail, NONE, NONE, ACCEPT, accept",
        "NONE, fail, REJECT, NONE, ACCEPT, 550 5.7.23",
        "NONE, fail, QUARANTINE, NONE, ACCEPT, quarantine",
        "FAIL, fail, REJECT, NONE, ACCEPT, 550 5.7.23",
        "FAIL, fail, NONE, NONE, ACCEPT, quarantine",
        "PASS, fail, REJECT, NONE, ACCEPT, accept",
        "TEMPERROR, fail, REJECT, NONE, ACCEPT, accept",
        "NONE, softfail, REJECT, REJECT, TEMPFAIL, accept",
        "NONE, neutral, REJECT, REJECT, TEMPFAIL, accept",
        "NONE, none, REJECT, REJECT, TEMPFAIL, accept",
        "NONE, pass, REJECT, REJECT, TEMPFAIL, accept",
        "NONE, permerror, REJECT, NONE, TEMPFAIL, accept",
        "NONE, permerror, NONE, REJECT, ACCEPT, 550 5.7.24",
        "PASS, permerror, NONE, REJECT, ACCEPT, accept",
        "NONE, temperror, REJECT, REJECT, ACCEPT, accept",
        "NONE, temperror, REJECT, REJECT, TEMPFAIL, 451 4.7.24",
        "PASS, temperror, REJECT, REJECT, TEMPFAIL, accept",
    })
    @Spec({
        "RFC 7208 §8.2",
        "RFC 7208 §8.4",
        "RFC 7208 §8.5",
        "RFC 7208 §8.6",
        "RFC 7208 §8.7",
        "RFC 7372 §3.2",
        "RFC 9989 §7.1",
        "SPF-32",
        "SPF-33",
        "SPF-36"
    })
    void letsSpfAloneDecideOnlyWhereItIsToldTo(
            DmarcResult.Status status,
            String spf,
            DmarcPolicy onFail,
            DmarcPolicy onPermerror,
            Deferral onTemperror,
            String becomes) {
        Judge judge = new Judge(new SpfHandling(onFail, onPermerror, onTemperror), DmarcHandling.DEFAULT);
        SpfVerdict verdict = switch (spf) {
            case "fail" -> new SpfVerdict.Fail("-all", Optional.empty());
            case "softfail" -> new SpfVerdict.SoftFail("~all");
            case "neutral" -> new SpfVerdict.Neutral(Optional.empty());
            case "none" -> new SpfVerdict.None("no record");
            case "pass" -> new SpfVerdict.Pass("all");
            case "permerror" -> new SpfVerdict.PermError("unknown term");
            case "temperror" -> new SpfVerdict.TempError("timeout");
            default -> throw new IllegalArgumentException(spf);
        };

        DmarcResult dmarc = dmarc(status, DmarcPolicy.QUARANTINE, false);
        assertEquals(becomes, word(judge.judge(message(dmarc, verdict)).disposition()));
    }

    @Test
    @Spec({"RFC 9989 §5.4", "DM-21"})
    void spfDecidesNothingAboutMailOfATrustedForwarder() {
        Judge judge = new Judge(
                new SpfHandling(DmarcPolicy.REJECT, DmarcPolicy.REJECT, Deferral.TEMPFAIL), DmarcHandling.DEFAULT);
        Judge.Case failing = new Judge.Case(
                Optional.empty(),
                Optional.of(spf(new SpfVerdict.Fail("-all", Optional.empty()))),
                List.of(),
                dmarc(DmarcResult.Status.NONE, DmarcPolicy.NONE, false),
                Optional.empty(),
                Optional.of(FORWARDER));

        assertEquals("accept", word(judge.judge(failing).disposition()));
    }

    @Test
    @Spec({"RFC 7208 §6.2", "SPF-33"})
    void quotesTheExplanationOfAStrangerAsWhatItIs() {
        Judge judge = new Judge(
                new SpfHandling(DmarcPolicy.REJECT, DmarcPolicy.NONE, Deferral.ACCEPT), DmarcHandling.DEFAULT);
        String hostile = "call \r\n250 OK \u202E" + "x".repeat(1000);

        Disposition.Refuse refuse = assertInstanceOf(
                Disposition.Refuse.class,
                judge.judge(message(
                                dmarc(DmarcResult.Status.NONE, DmarcPolicy.NONE, false),
                                new SpfVerdict.Fail("-all", Optional.of(hostile))))
                        .disposition());

        assertTrue(
                refuse.text()
                        .startsWith(
                                "SPF: 192.0.2.1 may not send mail for sender.example; that domain explains: call ??250"
                                        + " OK ?xxx"),
                refuse.text());
        assertTrue(refuse.text().length() < 400, refuse.text());
        assertTrue(refuse.text().chars().allMatch(c -> c >= ' ' && c <= '~'), refuse.text());
    }

    @Test
    void aQuarantineHasAShortReason() {
        assertEquals(
                new Disposition.Quarantine("DMARC: this mail fails the policy of example.com"),
                judge(DmarcPolicy.QUARANTINE)
                        .judge(message(dmarc(DmarcResult.Status.FAIL, DmarcPolicy.REJECT, false)))
                        .disposition());
    }
}
