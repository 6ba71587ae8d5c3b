package org.vidimus.policy.dns;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.base.Bytes;

/// Messages of anybody.
class ReplyFuzzTest {
    private static final ReplyReader.Limits LIMITS = new ReplyReader.Limits(4, 3, true);
    private static final int ID = 0x4142; // "AB"

    @Test
    void anyOctetsAreAReplyOrNot() {
        List<String> seeds = new ArrayList<>();
        for (RecordType type : RecordType.values()) {
            Bytes query = Bytes.of(query(type).octets());
            for (String record : List.of(
                    "a.example. 9 A 192.0.2.1",
                    "a.example. 9 AAAA 2001:db8::1",
                    "a.example. 9 MX 10 mail.a.example.",
                    "a.example. 9 PTR b.example.",
                    "a.example. 9 TXT \"v=spf1 -all\" two",
                    "a.example. 9 CNAME b.example.",
                    "b.example. 9 CNAME a.example.")) {
                seeds.add(Replies.to(query, reply -> {
                            Replies.answer(reply, Replies.record(record), Replies.record("b.example. 9 TXT x"));
                            Replies.authority(reply, Replies.record("example. 9 SOA . . 1 1 1 1 9"));
                        })
                        .latin1());
            }
        }
        List<String> words =
                List.of("\0", "\0\1", "\u00C0\u000C", "\u00C0\u00FF", "\u00FF", "AB\u0081\u0080", "\1a\7example\0");

        Fuzzing.run(4_000, seeds, words, ReplyFuzzTest::fuzz);
    }

    private static Query query(RecordType type) {
        return new Query(ID, Replies.name("a.example."), type, true, true);
    }

    /// Fails if a reply is taken for more than it is. The octets are read as they are, and as the text in UTF-8 that
    /// [Fuzzing] makes of its seeds.
    static void fuzz(byte[] octets) {
        byte[] message = new String(octets, StandardCharsets.UTF_8).getBytes(StandardCharsets.ISO_8859_1);
        for (RecordType type : RecordType.values()) {
            check(type, new ReplyReader(query(type), LIMITS).read(octets));
            check(type, new ReplyReader(query(type), LIMITS).read(message));
        }
    }

    private static void check(RecordType type, Reply reply) {
        switch (reply) {
            case Reply.Unrelated _, Reply.Truncated _ -> {}
            case Reply.Failed(Answer.Cause cause, String detail, Reply.Fault _) ->
                assertTrue(cause == Answer.Cause.MALFORMED || cause == Answer.Cause.SERVER_FAILURE, detail);
            case Continued(var target, int aliases, long ttl, boolean _) ->
                assertTrue(target.isAbsolute() && aliases >= 1 && aliases <= LIMITS.aliases() && ttl >= 0);
            case Reply.Settled(TimedAnswer(Answer answer, Duration ttl)) -> {
                assertTrue(!ttl.isNegative() && ttl.toSeconds() <= Integer.MAX_VALUE);
                if (answer instanceof Answer.Found(List<Data> records, boolean _)) {
                    assertTrue(records.size() <= LIMITS.records());
                    records.forEach(data -> assertTrue(fits(type, data), data.toString()));
                }
            }
        }
    }

    private static boolean fits(RecordType type, Data data) {
        return switch (type) {
            case A -> data instanceof Data.Address(var address) && address.getAddress().length == 4;
            case AAAA -> data instanceof Data.Address(var address) && address.getAddress().length == 16;
            case MX -> data instanceof Data.Exchange(int preference, var _) && preference >= 0 && preference <= 65_535;
            case PTR -> data instanceof Data.Pointer;
            case TXT -> data instanceof Data.Text;
        };
    }
}
