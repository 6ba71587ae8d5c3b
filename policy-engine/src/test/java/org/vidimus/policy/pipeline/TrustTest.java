package org.vidimus.policy.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.fail;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.arc.ArcResult;
import org.vidimus.policy.arc.ArcResult.Sealer;
import org.vidimus.policy.authres.AuthenticationResultsHeader;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.authres.ResultInfo;
import org.vidimus.policy.authres.ResultInfo.Property;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.dns.Resolver;
import org.vidimus.policy.message.HeaderField;

/// Whose mail is not verified, and whom else we believe.
class TrustTest {
    private static final Bytes HELO = Bytes.utf8("client.example.org");
    private static final Roles ROLES = new Roles(Set.of("inet:25@192.0.2.9", "MX"), Set.of("MSA", "MX", "unix:/sign"));

    /// Mail that is not verified must not make anybody ask the DNS.
    private static final Resolver NOBODY = (question, _) -> {
        throw new AssertionError(question.toString());
    };

    private static ConnectionFacts from(String client) {
        return ConnectionFacts.of(InetAddress.ofLiteral(client), HELO);
    }

    @ParameterizedTest
    @CsvSource({
        // client, authenticated, daemon name, listener, why it is not verified
        "127.0.0.1, , , , trusted-network",
        "::1, , , , trusted-network",
        "192.0.2.1, , , , ",
        "192.0.2.1, ann, , , authenticated",
        "127.0.0.1, ann, , , authenticated",
        "192.0.2.1, ann, MX, , authenticated",
        "192.0.2.1, , msa, , role-sign",
        "192.0.2.1, , MSA-v6, , ",
        "192.0.2.1, , , unix:/sign, role-sign",
        "192.0.2.1, , MX, , ",
        "192.0.2.1, , MSA, inet:25@192.0.2.9, ",
        "127.0.0.1, , MX, , trusted-network",
    })
    @Spec({"RFC 7208 §2.1", "RFC 9989 §5.3", "SPF-37", "DM-22"})
    void verifiesMailFromOutsideOnly(String client, String user, String daemon, String listener, String why) {
        ConnectionFacts connection =
                from(client).withDoor(Optional.ofNullable(daemon).map(Bytes::utf8), listener == null ? "" : listener);
        ConnectionFacts complete = user == null
                ? connection
                : connection.withAuthentication(new Authentication(Bytes.utf8(user), Optional.empty()));

        Optional<String> skip =
                TrustSettings.DEFAULT.skip(complete, ROLES.of(complete)).map(Skip::word);

        assertEquals(Optional.ofNullable(why), skip);
    }

    @Test
    void aClientWithoutAnAddressIsTrustedOnlyIfItIsLocal() {
        assertEquals(Optional.empty(), TrustSettings.DEFAULT.skip(ConnectionFacts.UNKNOWN, Role.BOTH));
        assertEquals(Optional.of(Skip.LOCAL), TrustSettings.NOBODY.skip(ConnectionFacts.LOCAL, Role.VERIFY));
    }

    @ParameterizedTest
    @CsvSource({"ann, PLAIN, true", "ann, , true", "'', PLAIN, false", ", PLAIN, false", "x, anonymous, false"})
    @Spec("RFC 4954 §6")
    void anAnonymousLoginProvesNothing(String user, String mechanism, boolean proof) {
        Optional<Authentication> authentication = Authentication.of(
                Optional.ofNullable(user).map(Bytes::utf8),
                Optional.ofNullable(mechanism).map(Bytes::utf8));

        assertEquals(proof, authentication.isPresent());
    }

    @ParameterizedTest
    @CsvSource({
        "false, ' mx.example.com; auth=pass'",
        "true, ' mx.example.com; auth=pass smtp.auth=\"ann; dkim=pass\"'",
    })
    @Spec({"RFC 8601 §2.7.4", "AR-9", "AR-11"})
    void saysThatAClientLoggedInAndStillRemovesForgedFields(boolean loginName, String expected) {
        VerifySettings verify = new VerifySettings(Optional.of(new AuthservId("mx.example.com")), loginName, true);
        Pipeline pipeline = new Pipeline(
                PipelineSettings.DEFAULT.with(verify),
                Budgets.DEFAULT,
                NOBODY,
                () -> Instant.EPOCH,
                () -> 0,
                Runnable::run);
        ConnectionFacts connection = from("192.0.2.1")
                .withAuthentication(new Authentication(Bytes.utf8("ann; dkim=pass"), Optional.empty()));

        Findings findings = Mail.of(
                        "<a@bank.example>", "Authentication-Results: mx.example.com; dkim=pass", "From: a@bank.example")
                .through(pipeline, connection, Integer.MAX_VALUE);

        assertEquals(Optional.of(Skip.AUTHENTICATED), findings.skip());
        assertEquals(Optional.empty(), findings.evidence());
        assertEquals(
                List.of(
                        new HeaderEdit.Remove(Bytes.utf8("Authentication-Results"), 1),
                        new HeaderEdit.Insert(HeaderField.of("Authentication-Results", expected))),
                findings.edits());
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.1, , true",
        "192.0.2.0/24, 198.51.100.1, a.example, false",
        "a.example, 198.51.100.1, a.example, true",
        "a.example, 198.51.100.1, b.a.example, false",
        "a.example, 198.51.100.1, , false",
        "*.example, 198.51.100.1, b.a.example, true",
        "*.a.example, 198.51.100.1, a.example, false",
        "*.a.example, 198.51.100.1, xa.example, false",
    })
    @Spec({"RFC 9989 §5.4", "DM-21"})
    void knowsAForwarderByAddressOrByConfirmedName(String text, String client, String name, boolean expected) {
        Forwarder forwarder = Forwarder.parse(text) instanceof Parsed.Ok<Forwarder>(Forwarder read) ? read : fail(text);

        assertEquals(text, forwarder.toString());
        assertEquals(
                expected,
                forwarder.matches(
                        InetAddress.ofLiteral(client), Optional.ofNullable(name).map(DomainName::of)));
    }

    @ParameterizedTest
    @CsvSource({"''", "*.", "*", "a..b", "192.0.2.0/99", "a b", "*.*.a"})
    void whatIsNoForwarderIsRefused(String text) {
        assertInstanceOf(Parsed.Malformed.class, Forwarder.parse(text), text);
    }

    private static Sealer sealer(int instance, String domain, String author) {
        return new Sealer(
                instance,
                DomainName.of(domain),
                "s" + instance,
                Optional.of(new AuthenticationResultsHeader(
                        domain,
                        1,
                        List.of(
                                ResultInfo.of(
                                        "arc",
                                        "none",
                                        Property.of("smtp", "remote-ip", instance == 1 ? "2001:db8::1" : "x")),
                                ResultInfo.of("dmarc", "pass", Property.of("header", "from", author))))));
    }

    @ParameterizedTest
    @CsvSource({
        "PASS, a.example, b.example, bank.example, true",
        "FAIL, a.example, b.example, bank.example, false",
        "PASS, evil.example, b.example, bank.example, false",
        "PASS, a.example, evil.example, bank.example, false",
        "PASS, a.example, b.example, evil.example, false",
        "PASS, lists.a.example, b.example, bank.example, true",
    })
    @Spec({"RFC 8617 §7.2.1", "RFC 8617 §7.2.2", "ARC-14"})
    void believesAChainOfTrustedSealersThatBeganWithAPass(
            ArcResult.Status status, String first, String second, String reported, boolean believed) {
        ArcResult arc =
                new ArcResult(status, "", List.of(sealer(1, first, reported), sealer(2, second, "bank.example")), 0);
        TrustSettings trust =
                new TrustSettings(List.of(), List.of(), Set.of(DomainName.of("a.example"), DomainName.of("b.example")));

        Optional<PolicyOverride> override = ArcOverride.of(arc, DomainName.of("bank.example"), trust);

        assertEquals(
                believed
                        ? Optional.of("local_policy: arc=pass as[2].d=b.example as[2].s=s2 as[1].d=" + first
                                + " as[1].s=s1 remote-ip[1]=2001:db8::1")
                        : Optional.empty(),
                override.map(PolicyOverride::toString));
    }
}
