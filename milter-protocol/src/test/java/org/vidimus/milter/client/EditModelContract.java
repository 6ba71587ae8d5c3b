package org.vidimus.milter.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vidimus.milter.mta.MtaSettings.relayingTo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.milter.mta.Delivery;
import org.vidimus.milter.mta.RealMta;
import org.vidimus.milter.mta.SmtpAnswer;
import org.vidimus.milter.mta.SmtpDialogue;
import org.vidimus.milter.mta.SmtpSink;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.net.Transport;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.Step;

/// The model of a message delivers what the real MTA delivers, for edits drawn at random.
public abstract class EditModelContract {
    private static final int MESSAGES = 80;
    private static final String COMPLETE = """
            From: a@example.com\r
            Date: Mon, 1 Jan 2024 00:00:00 +0000\r
            Message-Id: <1@x>\r
            To: b@example.org\r
            """;

    private final MtaProfile profile;

    /// A contract with the MTA of this profile.
    protected EditModelContract(MtaProfile profile) {
        this.profile = profile;
    }

    /// The folder of the scripts that start the MTA.
    protected abstract Path rig();

    @ParameterizedTest
    @CsvSource({"1, true, false", "2, true, true", "3, false, false"})
    void deliversWhatTheModelSays(int seed, boolean complete, boolean raw) throws Exception {
        List<List<Reply.Edit>> edits = new ArrayList<>();
        Random random = new Random(seed);
        for (int i = 0; i < MESSAGES; i++) {
            edits.add(edits(random));
        }
        AtomicInteger next = new AtomicInteger();
        ScriptedFilter.Script script =
                ScriptedFilter.agreeing(0x1ff, raw ? Step.HEADER_LEADING_SPACE.bit() : 0, (frame, wire) -> {
                    if (frame.code() == 'E') {
                        List<Reply> replies = new ArrayList<>(edits.get(next.getAndIncrement()));
                        replies.add(new Reply.Continue());
                        wire.say(replies.toArray(Reply[]::new));
                    } else {
                        wire.say(new Reply.Continue());
                    }
                });
        try (Transport transport = Transport.open(1);
                ScriptedFilter filter = new ScriptedFilter(transport, script);
                SmtpSink sink = new SmtpSink();
                RealMta mta = RealMta.start(rig(), relayingTo(sink).milter(postfixForm(filter.socket())));
                SmtpDialogue client = mta.connect()) {
            client.ehlo("client.example.org");
            for (int i = 0; i < MESSAGES; i++) {
                SmtpAnswer answer = client.mail("a@example.com", message(i, complete), "b@example.org");
                assertEquals(250, answer.code(), answer::toString);
            }
            Map<Integer, String> delivered = new TreeMap<>();
            for (Delivery delivery : sink.await(MESSAGES)) {
                delivered.put(number(delivery.text()), delivery.text());
            }
            StringBuilder report = new StringBuilder();
            for (int i = 0; i < MESSAGES; i++) {
                String real = delivered.getOrDefault(i, "");
                String expected = model(i, complete, raw, edits.get(i), real);
                if (!expected.equals(real)) {
                    report.append("--- message ").append(i).append('\n');
                    edits.get(i)
                            .forEach(edit -> report.append("    ").append(edit).append('\n'));
                    report.append("model:\n").append(expected).append("real:\n").append(real);
                }
            }
            assertEquals("", report.toString());
        }
    }

    private static String postfixForm(MilterSocket socket) {
        return socket instanceof MilterSocket.Inet(String host, int port) ? "inet:" + host + ":" + port : "";
    }

    private static String message(int number, boolean complete) {
        return (complete ? COMPLETE : "From: a@example.com\r\nTo: b@example.org\r\n") + "A: 1\r\nB:2\r\nA: 3\r\nX-N: "
                + number + "\r\n\r\nbody\r\n";
    }

    private static int number(String text) {
        int at = text.indexOf("X-N: ") + 5;
        return Integer.parseInt(text.substring(at, text.indexOf('\r', at)));
    }

    private String model(int number, boolean complete, boolean raw, List<Reply.Edit> edits, String delivered) {
        Message real = Message.parse(Bytes.latin1(delivered));
        Optional<Bytes> received = real.header().stream()
                .filter(field -> field.name().latin1().equals("Received")
                        && field.value().latin1().startsWith(" from client"))
                .map(Message.Field::value)
                .findFirst();
        // What an edit has replaced is not in the delivery; its place counts all the same.
        List<Message.Field> generated = Stream.of("Message-Id", "Date")
                .map(name -> real.header().stream()
                        .filter(field -> field.name().latin1().equals(name)
                                && field.value().latin1().length() > " v0".length())
                        .findFirst()
                        .orElseGet(() -> Message.Field.of(name, "replaced")))
                .toList();
        Mail mail = Mail.received(
                profile,
                Message.parse(Bytes.latin1(message(number, complete))),
                Envelope.of("<a@example.com>", List.of("<b@example.org>")),
                new Mail.Additions(received, complete ? List.of() : generated));
        return Bytes.copyOf(mail.edit(edits, raw).toOctets()).latin1();
    }

    private static List<Reply.Edit> edits(Random random) {
        List<Reply.Edit> edits = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            Bytes name = Bytes.latin1(
                    List.of("A", "a", "B", "X", "Date", "Subject", "Received").get(random.nextInt(7)));
            Bytes value = Bytes.latin1("v" + i);
            edits.add(
                    switch (random.nextInt(4)) {
                        case 0 -> new Reply.InsertHeader(random.nextInt(16), name, value);
                        case 1 -> new Reply.AddHeader(name, value);
                        case 2 -> new Reply.ChangeHeader(random.nextInt(4), name, Bytes.EMPTY);
                        default -> new Reply.ChangeHeader(random.nextInt(4), name, value);
                    });
        }
        return edits;
    }
}
