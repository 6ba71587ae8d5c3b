package org.vidimus.milter.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vidimus.milter.filter.Edit;
import org.vidimus.milter.filter.Filter;
import org.vidimus.milter.filter.Outcome;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.net.Transport;
import org.vidimus.milter.server.MilterServer;
import org.vidimus.milter.server.ServerEvents;
import org.vidimus.milter.server.ServerSettings;
import org.vidimus.milter.wire.Action;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Family;
import org.vidimus.milter.wire.Step;

/// The client of the README, word for word, with the server's side of this library behind it.
class ReadmeClientTest {
    private static MessageVerdict send(Transport transport, MilterSocket socket, MtaProfile profile, Bytes octets)
            throws InterruptedException {
        MilterClient client = new MilterClient(transport, FilterSettings.of(socket), Mta.of(profile, "mx.example.com"));
        Envelope envelope = Envelope.of("<a@example.org>", List.of("<b@example.com>"));
        Mail mail = Mail.received(profile, Message.parse(octets), envelope, Mail.Additions.NONE);
        try (ClientSession session = client.open()) {
            session.connect(new Command.Connect(
                    Bytes.latin1("client.example.org"), Family.INET, 52100, Bytes.latin1("192.0.2.1")));
            session.helo(Bytes.latin1("client.example.org"));
            session.mail(envelope.sender(), envelope.parameters());
            for (Envelope.Recipient recipient : envelope.recipients()) {
                session.rcpt(recipient.address(), recipient.parameters());
            }
            session.data();
            EndOfMessage end = session.content(mail);
            session.quit();
            boolean raw = session.agreement().orElseThrow().steps().contains(Step.HEADER_LEADING_SPACE);
            return new MessageVerdict(end.response(), mail.edit(end.edits(), raw));
        }
    }

    @ParameterizedTest
    @EnumSource(MtaProfile.class)
    void showsWhatAFilterMakesOfAMessage(MtaProfile profile) throws Exception {
        Filter<Integer, Integer> filter = Filter.<Integer, Integer>of(_ -> 0, _ -> 0)
                .onEndOfMessage(_ -> Outcome.edited(
                        List.of(new Edit.InsertHeader(0, Bytes.latin1("X-Seen"), Bytes.latin1(" by us")))))
                .uses(Action.ADD_HEADERS)
                .build();
        MilterSocket any = new MilterSocket.Inet("127.0.0.1", 0);
        try (Transport transport = Transport.open(1);
                MilterServer server =
                        MilterServer.start(transport, () -> filter, ServerSettings.of(any), ServerEvents.logging())) {
            MessageVerdict verdict =
                    send(transport, server.sockets().getFirst(), profile, Bytes.latin1("Subject: s\n\nbody\n"));
            assertTrue(verdict.response().letsPass());
            assertEquals(
                    "X-Seen: by us\r\nSubject: s\r\n\r\nbody\r\n",
                    Bytes.copyOf(verdict.mail().toOctets()).latin1());
        }
    }

    @Test
    void theReadmeShowsThisClient() throws IOException {
        String readme = plain(Files.readString(Path.of("README.md")));
        String source =
                plain(Files.readString(Path.of("src/test/java/org/vidimus/milter/client/ReadmeClientTest.java")));
        String begin = "MilterClientclient=";
        String shown = readme.substring(readme.indexOf(begin), readme.indexOf("```", readme.indexOf(begin)));
        assertTrue(source.contains(shown), shown);
    }

    private static String plain(String text) {
        return Pattern.compile("\\s+").matcher(text).replaceAll("");
    }
}
