package org.vidimus.daemon.signing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vidimus.milter.client.ClientSession;
import org.vidimus.milter.client.EndOfMessage;
import org.vidimus.milter.client.Envelope;
import org.vidimus.milter.client.FilterSettings;
import org.vidimus.milter.client.Mail;
import org.vidimus.milter.client.Message;
import org.vidimus.milter.client.MilterClient;
import org.vidimus.milter.client.Mta;
import org.vidimus.milter.client.MtaProfile;
import org.vidimus.milter.client.Offer;
import org.vidimus.milter.filter.BodyVerdict;
import org.vidimus.milter.filter.Edit;
import org.vidimus.milter.filter.Filter;
import org.vidimus.milter.filter.FilterContext;
import org.vidimus.milter.filter.Mode;
import org.vidimus.milter.filter.Outcome;
import org.vidimus.milter.filter.Verdict;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.net.Transport;
import org.vidimus.milter.server.MilterServer;
import org.vidimus.milter.server.ServerEvents;
import org.vidimus.milter.server.ServerSettings;
import org.vidimus.milter.wire.Action;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Step;
import org.vidimus.policy.Spec;
import org.vidimus.policy.dkim.BodyHashes;
import org.vidimus.policy.dkim.Canonicalization;
import org.vidimus.policy.dkim.Verifying;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderForm;
import org.vidimus.signer.dkim.DkimSigner;
import org.vidimus.signer.dkim.HeaderSelection;
import org.vidimus.signer.dkim.Messages;
import org.vidimus.signer.dkim.Sample;
import org.vidimus.signer.dkim.SignatureProfile;
import org.vidimus.signer.dkim.SigningInput;
import org.vidimus.signer.dkim.TagOrder;
import org.vidimus.signer.dkim.TestKey;
import org.vidimus.signer.key.DomainKey;
import org.vidimus.signer.key.SigningException;

/// What is signed at the end of a message verifies in the message that the MTA delivers: through our filter, the wire,
/// and both MTAs' ways of putting a field on top.
class MilterSignatureTest {
    private static final int MESSAGES = 40;
    private static final DomainKey RSA = TestKey.RSA.of("rsa", "example.com");
    private static final DomainKey ED25519 = TestKey.ED25519.of("ed25519", "example.com");
    private static final Verifying VERIFYING = Verifying.with(Map.of(
                    "rsa._domainkey.example.com", TestKey.RSA.record(),
                    "ed25519._domainkey.example.com", TestKey.ED25519.record()))
            .at(Sample.NOW);

    /// Where the MTA keeps leading spaces to itself, nobody can know whether a field had one; only the relaxed header
    /// is safe there.
    static Stream<Arguments> everyWay() {
        return Stream.of(MtaProfile.values())
                .flatMap(profile -> Stream.of(true, false)
                        .flatMap(exact -> Stream.of(Canonicalization.values())
                                .filter(header -> exact || header == Canonicalization.RELAXED)
                                .flatMap(header -> Stream.of(Canonicalization.values())
                                        .map(body -> Arguments.of(
                                                profile, exact, new Canonicalization.Pair(header, body))))));
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    @Spec({"DKS-11", "DKS-12", "SGN-21", "RFC 6376 §5.6"})
    void survives(MtaProfile profile, boolean exact, Canonicalization.Pair canonicalization) throws Exception {
        SignatureProfile signatures = new SignatureProfile(
                canonicalization, HeaderSelection.DEFAULT, true, Optional.of(Duration.ofDays(7)), TagOrder.DEFAULT);
        Filter<?, ?> filter = Filter.<FilterContext, Signing>of(context -> context, _ -> new Signing(signatures))
                .onHeader(Mode.STREAM, Signing::header)
                .onEndOfHeaders(Mode.STREAM, Signing::endOfHeaders)
                .onBody(Mode.STREAM, Signing::body)
                .onEndOfMessage(Signing::end)
                .uses(Action.ADD_HEADERS)
                .build();
        Set<Step> steps = EnumSet.allOf(Step.class);
        if (!exact) {
            steps.remove(Step.HEADER_LEADING_SPACE);
        }
        Offer offer = new Offer(Offer.FULL.version(), Offer.FULL.actions(), steps, Offer.FULL.dataSize());
        try (Transport transport = Transport.open(1);
                MilterServer server = MilterServer.start(
                        transport,
                        () -> filter,
                        ServerSettings.of(new MilterSocket.Inet("127.0.0.1", 0)),
                        ServerEvents.logging())) {
            MilterClient client = new MilterClient(
                    transport,
                    FilterSettings.of(server.sockets().getFirst()),
                    Mta.of(profile, "mx.example.com").with(offer));
            for (int i = 0; i < MESSAGES; i++) {
                byte[] delivered = deliver(client, profile, Messages.generated(i), exact);
                assertEquals(
                        List.of("pass", "pass"),
                        VERIFYING.verify(delivered).stream()
                                .map(result -> result.verdict().word())
                                .toList(),
                        "message " + i);
            }
        }
    }

    private static byte[] deliver(MilterClient client, MtaProfile profile, byte[] message, boolean exact)
            throws InterruptedException {
        Envelope envelope = Envelope.of("<a@example.com>", List.of("<b@example.org>"));
        Mail.Additions additions = new Mail.Additions(
                Optional.of(Bytes.latin1(" from here by there")),
                List.of(Message.Field.of("Date", "Mon, 23 Nov 2026 12:00:00 +0000")));
        Mail mail = Mail.received(profile, Message.parse(Bytes.copyOf(message)), envelope, additions);
        try (ClientSession session = client.open()) {
            session.mail(envelope.sender(), envelope.parameters());
            for (Envelope.Recipient recipient : envelope.recipients()) {
                session.rcpt(recipient.address(), recipient.parameters());
            }
            session.data();
            EndOfMessage end = session.content(mail);
            session.quit();
            return mail.edit(end.edits(), exact).toOctets();
        }
    }

    /// One message at the filter. Confined to its connection's thread.
    private static final class Signing {
        private final BodyHashes bodies = new BodyHashes();
        private final List<HeaderField> fields = new ArrayList<>();
        private final List<DkimSigner> signers;

        private Signing(SignatureProfile profile) {
            signers = Stream.of(RSA, ED25519)
                    .map(key -> DkimSigner.begin(key, profile, Optional.empty(), bodies))
                    .toList();
        }

        private Verdict header(Command.Header header) {
            fields.add(new HeaderField(policy(header.name()), policy(header.value())));
            return Verdict.CONTINUE;
        }

        private Verdict endOfHeaders() {
            return Verdict.CONTINUE;
        }

        private BodyVerdict body(Command.Body chunk) {
            byte[] octets = chunk.chunk().toArray();
            bodies.update(octets, 0, octets.length);
            return Verdict.CONTINUE;
        }

        private Outcome end() {
            bodies.finish();
            SigningInput input = new SigningInput(HeaderBlock.of(fields), new HeaderForm(true, false));
            List<Edit> edits = new ArrayList<>();
            for (DkimSigner signer : signers) {
                try {
                    HeaderField field = signer.finish(input, Sample.NOW);
                    edits.add(new Edit.InsertHeader(0, milter(field.name()), milter(field.value())));
                } catch (SigningException e) {
                    throw new IllegalStateException(e);
                }
            }
            return Outcome.edited(edits);
        }

        private static org.vidimus.policy.base.Bytes policy(Bytes octets) {
            return org.vidimus.policy.base.Bytes.of(octets.toArray());
        }

        private static Bytes milter(org.vidimus.policy.base.Bytes octets) {
            return Bytes.copyOf(octets.toArray());
        }
    }
}
