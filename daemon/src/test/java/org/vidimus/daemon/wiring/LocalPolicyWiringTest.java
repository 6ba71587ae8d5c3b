package org.vidimus.daemon.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vidimus.daemon.logging.LogSettings;
import org.vidimus.daemon.logging.Logging;
import org.vidimus.daemon.metrics.MailMetrics;
import org.vidimus.daemon.metrics.SimpleClientRegistry;
import org.vidimus.daemon.probe.MessageSender;
import org.vidimus.daemon.probe.Sent;
import org.vidimus.daemon.probe.SentText;
import org.vidimus.daemon.probe.Submission;
import org.vidimus.milter.client.MilterResponse;
import org.vidimus.milter.client.MtaProfile;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.net.Transport;
import org.vidimus.milter.server.MilterServer;
import org.vidimus.milter.server.ServerEvents;
import org.vidimus.milter.server.ServerSettings;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.pipeline.Disposition;
import org.vidimus.policy.pipeline.HeaderEdit;
import org.vidimus.policy.pipeline.LocalPolicy;
import org.vidimus.policy.pipeline.Network;
import org.vidimus.policy.pipeline.Pipeline;
import org.vidimus.policy.pipeline.PipelineSettings;
import org.vidimus.policy.pipeline.RecipientEdit;
import org.vidimus.policy.pipeline.Ruling;
import org.vidimus.policy.pipeline.TrustSettings;

/// What a local policy says, as the MTA hears it.
class LocalPolicyWiringTest {
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final SimpleClientRegistry registry = new SimpleClientRegistry();

    @BeforeEach
    void startLogging() {
        Logging.start(LogSettings.DEFAULTS, log);
    }

    @AfterEach
    void stopLogging() {
        Logging.stop();
    }

    private record Fixed(Ruling ruling) implements LocalPolicy {
        @Override
        public boolean changesRecipients() {
            return !ruling.recipients().isEmpty();
        }

        @Override
        public Ruling rule(Subject message) {
            return ruling;
        }
    }

    private Sent send(MtaProfile profile, Ruling ruling) throws Exception {
        Network inside = ((org.vidimus.policy.base.Parsed.Ok<Network>) Network.parse("192.0.2.0/24")).value();
        Pipeline pipeline = new Pipeline(
                        PipelineSettings.of(new AuthservId("mx.example.com"))
                                .with(new TrustSettings(List.of(inside), List.of(), java.util.Set.of())),
                        Budgets.DEFAULT,
                        (_, _) -> {
                            throw new AssertionError("nobody asks the DNS");
                        },
                        InstantSource.system(),
                        System::nanoTime,
                        Thread::startVirtualThread)
                .with(() -> new Fixed(ruling));
        var submission = new Submission(
                profile,
                "mx.example.com",
                "client.example.org",
                InetAddress.ofLiteral("192.0.2.1"),
                "client.example.org",
                Bytes.utf8("<a@example.org>"),
                List.of(Bytes.utf8("<b@example.com>"), Bytes.utf8("<c@example.com>")),
                Map.of());
        try (Transport transport = Transport.open(1);
                MilterServer server = MilterServer.start(
                        transport,
                        () -> MilterAdapter.filter(pipeline, new MailMetrics(registry, "0")),
                        ServerSettings.of(new MilterSocket.Inet("127.0.0.1", 0)),
                        ServerEvents.logging());
                var sender = new MessageSender(submission, server.sockets(), InstantSource.system())) {
            return sender.send(Bytes.utf8("From: a@example.org\nX-Old: 1\nX-Old: 2\nSubject: hi\n\nbody\n"));
        }
    }

    private static Ruling ruling(Disposition disposition, List<HeaderEdit> edits, List<RecipientEdit> recipients) {
        return new Ruling(
                Optional.of(new Ruling.Decision(disposition, "policy.sieve:1")),
                edits,
                List.of(),
                recipients,
                List.of(),
                List.of("keep"));
    }

    @ParameterizedTest
    @EnumSource(MtaProfile.class)
    void headerAndRecipientsAreChangedAndShown(MtaProfile profile) throws Exception {
        Sent sent = send(
                profile,
                ruling(
                        new Disposition.Accept(),
                        List.of(
                                new HeaderEdit.Insert(HeaderField.of("X-Top", " t")),
                                new HeaderEdit.Append(HeaderField.of("X-Old", " 3")),
                                new HeaderEdit.Remove(org.vidimus.policy.base.Bytes.utf8("X-Old"), 1)),
                        List.of(
                                new RecipientEdit.Add(org.vidimus.policy.base.Bytes.utf8("<d@example.net>")),
                                new RecipientEdit.Delete(org.vidimus.policy.base.Bytes.utf8("<b@example.com>")))));
        assertInstanceOf(MilterResponse.Continue.class, sent.verdict());
        List<String> shown = SentText.lines("m", sent);
        assertTrue(shown.contains("  add recipient <d@example.net>"), shown::toString);
        assertTrue(shown.contains("  delete recipient <b@example.com>"), shown::toString);
        assertTrue(shown.containsAll(List.of("to <c@example.com>", "to <d@example.net>")), shown::toString);
        List<String> lines = new String(sent.mail().toOctets(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertEquals(List.of("Authentication-Results: mx.example.com; none", "X-Top: t"), lines.subList(0, 2));
        assertEquals(
                List.of("From: a@example.org", "X-Old: 2", "Subject: hi", "X-Old: 3", "", "body"),
                lines.subList(lines.size() - 6, lines.size()));
        assertEquals(List.of(), sent.filters().getFirst().remarks());
        logged("edits=remove:X-Old:1,append:X-Old,insert:X-Top,insert:Authentication-Results");
        logged("recipient-edits=add:<d@example.net>,delete:<b@example.com>");
        assertTrue(registry.text().contains("vidimus_policy_script_total{action=\"keep\",} 1.0"), registry.text());
    }

    @ParameterizedTest
    @EnumSource(MtaProfile.class)
    void aDiscardedMessageIsTakenAndThrownAway(MtaProfile profile) throws Exception {
        Sent sent = send(profile, ruling(new Disposition.Discard("policy.sieve:7"), List.of(), List.of()));
        assertInstanceOf(MilterResponse.Discard.class, sent.verdict());
        assertTrue(SentText.lines("m", sent).contains("verdict discard"));
        logged("verdict=discard reason=policy.sieve:7");
        assertTrue(registry.text().contains("vidimus_messages_total{disposition=\"discard\",} 1.0"), registry.text());
    }

    @Test
    void aRefusalMayHaveSeveralLines() throws Exception {
        Sent sent = send(
                MtaProfile.POSTFIX,
                ruling(new Disposition.Refuse(550, "5.7.1", "Not\nlike 100% this"), List.of(), List.of()));
        assertEquals(
                "550 5.7.1 Not / like 100% this",
                sent.verdict().smtpReply().orElseThrow().toString());
        logged("verdict=refuse reply=\"550 5.7.1 Not / like 100% this\"");
    }

    private void logged(String text) {
        String all = log.toString(StandardCharsets.UTF_8);
        assertTrue(all.contains(text), all);
    }
}
