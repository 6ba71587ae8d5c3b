package org.vidimus.milter.client;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Frame;

/// A filter that says anything at any time can break its session, and nothing else: no method throws, none
/// waits for ever, and whatever edits come back can be applied.
class HostileFilterTest extends SessionTestBase {
    private static final String CODES = "cartdys4fpO+2-behimql";

    @RepeatedTest(120)
    void nothingItSaysThrows(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        Random replies = new Random(-repetition.getCurrentRepetition());
        MtaProfile profile = random.nextBoolean() ? MtaProfile.POSTFIX : MtaProfile.SENDMAIL;
        int protocol = random.nextInt() & 0x1f_ffff & ~(random.nextBoolean() ? 0xf_f080 : 0);
        ScriptedFilter filter = filter(ScriptedFilter.agreeing(0x1ff, protocol, (frame, wire) -> {
            int before = replies.nextInt(4) == 0 ? replies.nextInt(3) : 0;
            for (int i = 0; i < before; i++) {
                wire.frame(CODES.charAt(replies.nextInt(CODES.length())), payload(replies, frame));
            }
            wire.frame(replies.nextInt(10) == 0 ? CODES.charAt(replies.nextInt(CODES.length())) : 'c', "");
        }));
        ClientSession session = session(
                Mta.of(profile, "mx.example.com"),
                FilterSettings.of(filter.socket()).with(SHORT));
        Mail mail = message(profile);
        for (int i = 0; i < 3; i++) {
            session.connect(client());
            session.helo(text("h"));
            mail(session);
            rcpt(session);
            session.data();
            EndOfMessage end = session.content(mail);
            mail = mail.edit(end.edits(), random.nextBoolean());
            assertNotNull(end.response());
            session.unknown(text("FOO"));
            session.abort();
        }
        Message.parse(Bytes.copyOf(mail.toOctets()));
        session.quit();
    }

    /// Mostly what fits some reply, now and then anything.
    private static String payload(Random random, Frame frame) {
        return switch (random.nextInt(6)) {
            case 0 -> "";
            case 1 -> "<x@example.com>\0";
            case 2 -> "Subject\0value\n\tmore\0";
            case 3 -> "\0\0\0" + (char) random.nextInt(256) + "A\0" + (random.nextBoolean() ? "" : "9") + "\0";
            case 4 -> "550 5.7.1 " + frame.code() + "\0";
            default -> {
                byte[] octets = new byte[random.nextInt(40)];
                random.nextBytes(octets);
                yield Bytes.copyOf(octets).latin1();
            }
        };
    }
}
