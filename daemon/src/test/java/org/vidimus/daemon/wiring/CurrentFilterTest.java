package org.vidimus.daemon.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vidimus.daemon.metrics.MailMetrics;
import org.vidimus.daemon.metrics.SimpleClientRegistry;
import org.vidimus.milter.client.ClientSession;
import org.vidimus.milter.client.EndOfMessage;
import org.vidimus.milter.client.Envelope;
import org.vidimus.milter.client.FilterSettings;
import org.vidimus.milter.client.Mail;
import org.vidimus.milter.client.Message;
import org.vidimus.milter.client.MilterClient;
import org.vidimus.milter.client.Mta;
import org.vidimus.milter.client.MtaProfile;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.net.Transport;
import org.vidimus.milter.server.MilterServer;
import org.vidimus.milter.server.ServerEvents;
import org.vidimus.milter.server.ServerSettings;
import org.vidimus.milter.wire.Action;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Family;
import org.vidimus.milter.wire.Reply;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.pipeline.Disposition;
import org.vidimus.policy.pipeline.LocalPolicy;
import org.vidimus.policy.pipeline.Network;
import org.vidimus.policy.pipeline.Pipeline;
import org.vidimus.policy.pipeline.PipelineSettings;
import org.vidimus.policy.pipeline.RecipientEdit;
import org.vidimus.policy.pipeline.Ruling;
import org.vidimus.policy.pipeline.TrustSettings;

/// Rules that take the place of others while mail flows.
class CurrentFilterTest {
    private static final Set<Action> RECIPIENTS = EnumSet.of(Action.ADD_RECIPIENTS, Action.DELETE_RECIPIENTS);

    /// Rules that refuse everything, or that add a recipient.
    private record Rules(boolean refusing) implements LocalPolicy {
        @Override
        public boolean changesRecipients() {
            return !refusing;
        }

        @Override
        public Ruling rule(Subject message) {
            Disposition disposition =
                    refusing ? new Disposition.Refuse(550, "5.7.1", "refused") : new Disposition.Accept();
            RecipientEdit more = new RecipientEdit.Add(org.vidimus.policy.base.Bytes.utf8("<d@example.net>"));
            return new Ruling(
                    Optional.of(new Ruling.Decision(disposition, "policy.sieve:1")),
                    List.of(),
                    List.of(),
                    refusing ? List.of() : List.of(more),
                    List.of(),
                    List.of());
        }
    }

    /// The client of these tests is from inside, so that no DNS is asked.
    private static CurrentFilter filter(LocalPolicy first) {
        Network inside = ((Parsed.Ok<Network>) Network.parse("192.0.2.0/24")).value();
        Pipeline pipeline = new Pipeline(
                PipelineSettings.of(new AuthservId("mx.example.com"))
                        .with(new TrustSettings(List.of(inside), List.of(), Set.of())),
                Budgets.DEFAULT,
                (_, _) -> {
                    throw new AssertionError("nobody asks the DNS");
                },
                InstantSource.system(),
                System::nanoTime,
                Thread::startVirtualThread);
        MailMetrics metrics = new MailMetrics(new SimpleClientRegistry(), "0");
        return new CurrentFilter(rules -> MilterAdapter.filter(pipeline.with(() -> rules), metrics), first);
    }

    @ParameterizedTest
    @EnumSource(MtaProfile.class)
    void sessionsUnderWayKeepTheRulesTheyBeganWith(MtaProfile profile) throws Exception {
        CurrentFilter filter = filter(new Rules(true));
        try (Transport transport = Transport.open(1);
                MilterServer server = MilterServer.start(
                        transport,
                        filter,
                        ServerSettings.of(new MilterSocket.Inet("127.0.0.1", 0)),
                        ServerEvents.logging())) {
            MilterClient client = new MilterClient(
                    transport, FilterSettings.of(server.sockets().getFirst()), Mta.of(profile, "mx.example.com"));
            try (ClientSession session = client.open()) {
                begin(session);
                filter.replace(new Rules(false)); // in the middle of a message
                assertEquals("550 5.7.1 refused", end(session, profile).reply());
                begin(session);
                assertEquals("550 5.7.1 refused", end(session, profile).reply());
                assertEquals(Set.of(), recipients(session));
                session.quit();
            }
            try (ClientSession session = client.open()) {
                begin(session);
                End end = end(session, profile);
                assertEquals("", end.reply());
                assertTrue(end.edits().contains(new Reply.AddRecipient(Bytes.utf8("<d@example.net>"))), end::toString);
                assertEquals(RECIPIENTS, recipients(session));
                session.quit();
            }
        }
    }

    /// What was agreed on about recipients: nothing, where the rules do not change them.
    private static Set<Action> recipients(ClientSession session) {
        Set<Action> agreed = EnumSet.copyOf(session.agreement().orElseThrow().actions());
        assertTrue(agreed.containsAll(Set.of(Action.ADD_HEADERS, Action.CHANGE_HEADERS, Action.QUARANTINE)));
        agreed.retainAll(RECIPIENTS);
        return agreed;
    }

    private static void begin(ClientSession session) throws InterruptedException {
        session.connect(
                new Command.Connect(Bytes.utf8("client.example.org"), Family.INET, 52_100, Bytes.utf8("192.0.2.1")));
        session.helo(Bytes.utf8("client.example.org"));
        session.mail(Bytes.utf8("<a@example.org>"), List.of());
        session.rcpt(Bytes.utf8("<b@example.com>"), List.of());
        session.data();
    }

    /// How a message ended.
    private record End(String reply, List<Reply.Edit> edits) {}

    private static End end(ClientSession session, MtaProfile profile) throws InterruptedException {
        EndOfMessage end = session.content(Mail.received(
                profile,
                Message.parse(Bytes.utf8("From: a@example.org\n\nbody\n")),
                Envelope.of("<a@example.org>", List.of("<b@example.com>")),
                Mail.Additions.NONE));
        return new End(end.response().smtpReply().map(Object::toString).orElse(""), end.edits());
    }
}
