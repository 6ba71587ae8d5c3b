package org.vidimus.policy.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.ZoneResolver;
import org.vidimus.policy.message.HeaderField;

class PipelineTest {
    private static final PipelineSettings OURS = PipelineSettings.of(new AuthservId("mx.example.com"));
    private static final HeaderEdit STAMP =
            new HeaderEdit.Insert(HeaderField.of("Authentication-Results", " mx.example.com; none"));

    private final Pipeline pipeline = pipeline(OURS, Budgets.DEFAULT);

    private static Pipeline pipeline(PipelineSettings settings, Budgets budgets) {
        return new Pipeline(settings, budgets, ZoneResolver.of(), () -> Instant.EPOCH, () -> 0, Runnable::run);
    }

    @Test
    @Spec("RFC 8601 §4")
    void stampsAMessageThatWasNotChecked() {
        Findings findings = examine(pipeline, field("Subject", " hello"));

        assertEquals(List.of(STAMP), findings.edits());
        assertEquals(new Disposition.Accept(), findings.disposition());
        assertEquals(Set.of(), findings.limits());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 7, 20})
    @Spec("RFC 8601 §5")
    void removesEveryForgedFieldFromTheBottomUp(int forged) {
        List<HeaderField> fields = new ArrayList<>();
        List<HeaderEdit> expected = new ArrayList<>();
        for (int i = 0; i < forged; i++) {
            fields.add(field("Authentication-Results", " other.example.net; none"));
            fields.add(field("authentication-RESULTS", " (" + i + ") mx.example.com; dkim=pass"));
            fields.add(field("Received", " from somewhere"));
            expected.addFirst(new HeaderEdit.Remove(Bytes.utf8("authentication-RESULTS"), 2 * i + 2));
        }
        expected.add(STAMP);

        assertEquals(
                expected, examine(pipeline, fields.toArray(HeaderField[]::new)).edits());
    }

    @Test
    @Spec("RFC 8601 §5")
    void removesAFieldThatHidesAForgedOne() {
        Findings findings = examine(
                pipeline,
                field("Subject", " hello"),
                field("Received", " a"),
                field("subject", " x\rAuthentication-Results: mx.example.com; dkim=pass"));

        assertEquals(List.of(new HeaderEdit.Remove(Bytes.utf8("subject"), 2), STAMP), findings.edits());
    }

    @Test
    @Spec("RFC 8601 §2.5")
    void goesByTheNameOfTheMtaWhereNoneIsConfigured() {
        Pipeline defaults = pipeline(PipelineSettings.DEFAULT, Budgets.DEFAULT);
        ConnectionFacts connection = ConnectionFacts.LOCAL.withMtaName(Bytes.utf8("MX.example.com."));

        Findings findings = examine(
                defaults,
                connection,
                field("Authentication-Results", " mx.example.com; none"),
                field("Authentication-Results", " mx.example.net; none"));

        assertEquals(
                List.of(
                        new HeaderEdit.Remove(Bytes.utf8("Authentication-Results"), 1),
                        new HeaderEdit.Insert(HeaderField.of("Authentication-Results", " MX.example.com; none"))),
                findings.edits());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "two words", "m\u00FCx.example", "a;b"})
    @Spec("RFC 8601 §5")
    void withoutANameOfItsOwnRemovesEverythingAndSaysNothing(String mtaName) {
        Pipeline defaults = pipeline(PipelineSettings.DEFAULT, Budgets.DEFAULT);
        ConnectionFacts connection = ConnectionFacts.LOCAL.withMtaName(Bytes.utf8(mtaName));

        Findings findings =
                examine(defaults, connection, field("Authentication-Results", " other.example.net; dkim=pass"));

        assertEquals(List.of(new HeaderEdit.Remove(Bytes.utf8("Authentication-Results"), 1)), findings.edits());
        assertTrue(findings.summary().contains("authserv-id=unknown"), findings.summary());
    }

    @Test
    void goesOnRemovingOverTheLimitsOfTheHeader() {
        Pipeline narrow = pipeline(OURS, new Budgets(2, 40, 1000, 10));

        Findings findings = examine(
                narrow,
                field("A", " 1"),
                field("B", " 2"),
                field("C", " 3"),
                field("D", " " + "4".repeat(50)),
                field("Authentication-Results", " mx.example.com; none"));

        assertEquals(List.of(new HeaderEdit.Remove(Bytes.utf8("Authentication-Results"), 1), STAMP), findings.edits());
        assertEquals(Set.of(Limit.HEADER_FIELDS, Limit.HEADER_BYTES), findings.limits());
        assertEquals(new Disposition.Accept(), findings.disposition());
    }

    @Test
    void removesFieldsThatItWillNotRead() {
        Pipeline narrow = pipeline(OURS, new Budgets(100, 100_000, 40, 10));
        HeaderField honest = field("Authentication-Results", " other.example.net;none"); // 24 octets of 40

        Findings findings = examine(narrow, honest, field("Subject", " " + "x".repeat(50)), honest, honest);

        Bytes name = Bytes.utf8("Authentication-Results");
        assertEquals(List.of(new HeaderEdit.Remove(name, 3), new HeaderEdit.Remove(name, 2), STAMP), findings.edits());
        assertEquals(Set.of(Limit.AUTHENTICATION_RESULTS_BYTES), findings.limits());
    }

    @Test
    void refusesAMessageWithMoreForgedFieldsThanItMayRemove() {
        Pipeline narrow = pipeline(OURS, new Budgets(100, 100_000, 1000, 2));
        HeaderField forged = field("Authentication-Results", " mx.example.com; none");

        assertEquals(3, examine(narrow, forged, forged).edits().size());
        Findings findings = examine(narrow, forged, forged, forged);
        assertEquals(
                new Disposition.Refuse(550, "5.7.1", "Too many forged Authentication-Results header fields"),
                findings.disposition());
        assertEquals(List.of(), findings.edits());
        assertEquals(Set.of(Limit.FORGED_FIELDS), findings.limits());
    }

    @Test
    void refusesWhereItCannotNameTheFieldToRemove() {
        Pipeline narrow = pipeline(OURS, new Budgets(2, 100_000, 1000, 10));

        // The name with white space behind it is one more name, and no more are counted.
        Findings findings =
                examine(narrow, field("A", " 1"), field("Authentication-Results ", " mx.example.com; none"));

        assertTrue(findings.disposition() instanceof Disposition.Refuse, findings.summary());
    }

    @Test
    void saysInOneLineWhatItDid() throws Exception {
        ConnectionFacts connection = ConnectionFacts.of(
                        InetAddress.ofLiteral("127.0.0.1"), Bytes.utf8("evil\"\r\n\u001B[2J"))
                .withMtaName(Bytes.utf8("mta.example.com"));

        Findings findings = examine(
                pipeline,
                connection,
                field("Authentication-Results", " mx.example.com; dkim=pass \"x\"\n\ty"),
                field("Authentication-Results", " \0mx.example.com; spf=pass"));

        assertEquals(
                "client=127.0.0.1 helo=\"evil\\\"\\r\\n\\x1B[2J\" from=<a@example.net> authserv-id=mx.example.com"
                        + " unverified=trusted-network stripped=ours:1,disguised:1 was=\" mx.example.com; dkim=pass \\\"x\\\"\\n\\ty\""
                        + " was=\" \\x00mx.example.com; spf=pass\" verdict=accept",
                findings.summary());
        assertEquals(
                List.of(
                        new Note("authserv-id", "mx.example.com"),
                        new Note("unverified", "trusted-network"),
                        new Note("stripped", "ours:1,disguised:1"),
                        new Note("was", " mx.example.com; dkim=pass \"x\"\\n\\ty"),
                        new Note("was", " \\x00mx.example.com; spf=pass")),
                findings.notes());
    }

    @Test
    void saysWhyItRefuses() {
        Pipeline narrow = pipeline(OURS, new Budgets(100, 100_000, 1000, 1));
        HeaderField forged = field("Authentication-Results", " mx.example.com");

        assertEquals(
                "client=local from=<a@example.net> authserv-id=mx.example.com unverified=local stripped=disguised:2"
                        + " was=\" mx.example.com\" over=forged-fields"
                        + " refuse=\"550 5.7.1 Too many forged Authentication-Results header fields\"",
                examine(narrow, forged, forged).summary());
    }

    @Test
    void takesTheBodyInAnyPieces() {
        Examination examination = pipeline.begin(ConnectionFacts.LOCAL, new Envelope(Bytes.utf8("<>")));
        examination.endOfHeaders();

        assertEquals(BodyInterest.DONE, examination.body(new byte[] {1, 2, 3}, 1, 2));
        assertEquals(BodyInterest.DONE, examination.body(new byte[0], 0, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> examination.body(new byte[3], 2, 2));
        assertEquals(List.of(STAMP), examination.end().edits());
    }

    @Test
    void refusesCallsOutOfOrder() {
        Examination examination = pipeline.begin(ConnectionFacts.LOCAL, new Envelope(Bytes.utf8("<>")));

        assertThrows(IllegalStateException.class, () -> examination.body(new byte[1], 0, 1));
        assertThrows(IllegalStateException.class, examination::end);
        examination.endOfHeaders();
        assertThrows(IllegalStateException.class, () -> examination.header(field("A", "")));
        assertThrows(IllegalStateException.class, examination::endOfHeaders);
        examination.end();
        assertThrows(IllegalStateException.class, examination::end);
    }

    private static HeaderField field(String name, String value) {
        return HeaderField.of(name, value);
    }

    private static Findings examine(Pipeline pipeline, HeaderField... fields) {
        return examine(pipeline, ConnectionFacts.LOCAL, fields);
    }

    private static Findings examine(Pipeline pipeline, ConnectionFacts connection, HeaderField... fields) {
        Examination examination = pipeline.begin(connection, new Envelope(Bytes.utf8("<a@example.net>")));
        for (HeaderField field : fields) {
            examination.header(field);
        }
        examination.endOfHeaders();
        return examination.end();
    }
}
