package org.vidimus.policy.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class ReplyReaderTest {
    private static final Query QUERY = new Query(4711, Replies.name("a.example."), RecordType.TXT, true, false);
    private static final ReplyReader.Limits LIMITS = new ReplyReader.Limits(3, 5, false);

    private static Reply read(Bytes octets) {
        return new ReplyReader(QUERY, LIMITS).read(octets.toArray());
    }

    private static Bytes reply(Consumer<Message> change) {
        return Replies.to(Bytes.of(QUERY.octets()), change);
    }

    private static Bytes answers(String... records) {
        return reply(message -> Replies.answer(
                message, Arrays.stream(records).map(Replies::record).toArray(Record[]::new)));
    }

    private static Answer text(String... values) {
        return new Answer.Found(
                Arrays.stream(values)
                        .<Data>map(value -> new Data.Text(Bytes.utf8(value)))
                        .toList(),
                false);
    }

    private static void assertSettled(Answer answer, long seconds, Bytes octets) {
        assertEquals(new Reply.Settled(new TimedAnswer(answer, Duration.ofSeconds(seconds))), read(octets));
    }

    @Test
    @Spec({"RFC 7208 §3.3", "DNS-2"})
    void joinsStringsAndKeepsRecordsApart() {
        assertSettled(
                text("onetwo", "three"), 20, answers("a.example. 300 TXT \"one\" \"two\"", "a.example. 20 TXT three"));
    }

    @Test
    @Spec("DNS-3")
    void keepsOctetsThatAreNotAscii() {
        assertSettled(
                new Answer.Found(List.of(new Data.Text(Bytes.of((byte) 0xFF, (byte) 0, (byte) 0xC3))), false),
                1,
                answers("a.example. 1 TXT \"\\255\\000\\195\""));
    }

    @Test
    @Spec("RFC 4343")
    void namesAreEqualWhateverTheirCase() {
        assertSettled(text("x"), 9, answers("A.EXAMPLE. 9 TXT x"));
    }

    @Test
    @Spec({"RFC 5452 §9.1", "DNS-1"})
    void dropsWhatDoesNotAnswerTheQuestion() {
        List<Consumer<Message>> forgeries = List.of(
                message -> message.getHeader().setID(4712),
                message -> message.getHeader().unsetFlag(Flags.QR),
                message -> message.getHeader().setOpcode(5),
                message -> message.removeAllRecords(Section.QUESTION),
                message -> question(message, "b.example.", Type.TXT, DClass.IN),
                message -> question(message, "a.example.", Type.A, DClass.IN),
                message -> question(message, "a.example.", Type.TXT, DClass.CH),
                message -> message.addRecord(
                        Record.newRecord(Replies.name("b.example."), Type.TXT, DClass.IN), Section.QUESTION));
        for (int i = 0; i < forgeries.size(); i++) {
            Consumer<Message> forgery = forgeries.get(i);
            Bytes forged = reply(message -> {
                Replies.answer(message, Replies.record("a.example. 300 TXT forged"));
                forgery.accept(message);
            });
            assertEquals(new Reply.Unrelated(), read(forged), "forgery " + i);
        }
        assertEquals(new Reply.Unrelated(), read(Bytes.EMPTY));
        assertEquals(new Reply.Unrelated(), read(Bytes.of((byte) 0x12)));
    }

    private static void question(Message message, String name, int type, int dclass) {
        message.removeAllRecords(Section.QUESTION);
        message.addRecord(Record.newRecord(Replies.name(name), type, dclass), Section.QUESTION);
    }

    @Test
    @Spec("DNS-4")
    void takesOnlyRecordsThatTheQuestionLeadsTo() { // CVE-2024-25638
        assertSettled(
                text("right"),
                50,
                answers(
                        "b.example. 300 TXT unrelated",
                        "a.example. 300 A 192.0.2.1",
                        "c.example. 100 TXT right",
                        "x.example. 1 CNAME b.example.",
                        "a.example. 50 CNAME c.example."));
    }

    @Test
    @Spec("RFC 6604 §3")
    void theCodeIsAboutTheEndOfTheAliases() {
        Bytes gone = reply(message -> {
            message.getHeader().setRcode(Rcode.NXDOMAIN);
            Replies.answer(message, Replies.record("a.example. 300 CNAME gone.example."));
            Replies.authority(message, Replies.record("example. 500 SOA . . 1 1 1 1 30"));
        });
        assertSettled(new Answer.NoSuchName(), 30, gone);
    }

    @ParameterizedTest
    @Spec({"RFC 2308 §5", "DNS-7"})
    @CsvSource({
        "example.,    500, 30,   30", // the last field
        "example.,    20,  30,   20", // the TTL of the SOA record itself
        ".,           500, 30,   30",
        "a.example.,  500, 30,   30",
        "b.example.,  500, 30,   0", // not the zone of the name
        "example.com.,500, 30,   0",
    })
    void negativeAnswersHoldAsLongAsTheZoneSays(String zone, long ttl, long minimum, long expected) {
        for (int code : new int[] {Rcode.NOERROR, Rcode.NXDOMAIN}) {
            Answer answer = code == Rcode.NOERROR ? new Answer.NoRecords() : new Answer.NoSuchName();
            assertSettled(answer, expected, reply(message -> {
                message.getHeader().setRcode(code);
                Replies.authority(message, Replies.record(zone + " " + ttl + " SOA . . 1 1 1 1 " + minimum));
            }));
        }
    }

    @Test
    @Spec("RFC 2308 §2.2")
    void asksOnWhereAServerLeavesAnAliasOpen() {
        assertEquals(
                new Continued(Replies.name("c.other."), 2, 10, false),
                read(answers("a.example. 10 CNAME b.example.", "b.example. 20 CNAME c.other.")));
    }

    @Test
    @Spec("RFC 2308 §2.2")
    void anAliasToANameWithoutRecordsIsDecidedBySoa() {
        assertSettled(new Answer.NoRecords(), 10, reply(message -> {
            Replies.answer(message, Replies.record("a.example. 10 CNAME b.other."));
            Replies.authority(message, Replies.record("other. 500 SOA . . 1 1 1 1 30"));
        }));
    }

    @Test
    @Spec("DNS-4")
    void followsNoMoreAliasesThanAllowed() {
        String[] three = {
            "a.example. 9 CNAME b.example.",
            "b.example. 9 CNAME c.example.",
            "c.example. 9 CNAME d.example.",
            "d.example. 9 TXT x"
        };
        assertSettled(text("x"), 9, answers(three));
        three[3] = "d.example. 9 CNAME e.example.";
        assertMalformed("too many aliases", answers(three));
        assertMalformed("too many aliases", answers("a.example. 9 CNAME a.example."));
        assertMalformed("too many aliases", answers("a.example. 9 CNAME b.example.", "b.example. 9 CNAME a.example."));
    }

    private static void assertMalformed(String why, Bytes octets) {
        assertEquals(new Reply.Settled(TimedAnswer.unavailable(Answer.Cause.MALFORMED, why)), read(octets));
    }

    @Test
    @Spec("RFC 2181 §10.1")
    void oneNameIsNotAnAliasOfTwo() {
        assertMalformed(
                "one name is an alias of two",
                answers("a.example. 9 CNAME b.example.", "a.example. 9 CNAME c.example.", "b.example. 9 TXT x"));
        assertSettled(
                text("x"),
                9,
                answers("a.example. 9 CNAME b.example.", "A.example. 9 CNAME B.example.", "b.example. 9 TXT x"));
    }

    @Test
    @Spec("DNS-6")
    void takesNoMoreRecordsThanAllowed() {
        String[] records = new String[5];
        Arrays.setAll(records, i -> "a.example. 9 TXT " + i);
        assertSettled(text("0", "1", "2", "3", "4"), 9, answers(records));
        String[] more = Arrays.copyOf(records, 6);
        more[5] = "a.example. 9 TXT 5";
        assertMalformed("more than 5 records", answers(more));
    }

    @ParameterizedTest
    @Spec("DNS-1")
    @CsvSource({
        "2, QUESTION, SERVFAIL",
        "5, LAME, REFUSED",
        "1, FORMAT, FORMERR",
        "4, FORMAT, NOTIMP",
        "6, LAME, YXDOMAIN",
        "15, LAME, RCODE 15"
    })
    void otherCodesSayNothingAboutTheName(int code, Reply.Fault fault, String word) {
        Bytes whole = Replies.code(Bytes.of(QUERY.octets()), code);
        Reply expected = new Reply.Failed(Answer.Cause.SERVER_FAILURE, "a name server said " + word, fault);
        assertEquals(expected, read(whole));
        Bytes bare = reply(message -> {
            message.removeAllRecords(Section.QUESTION);
            message.getHeader().setRcode(code);
        });
        assertEquals(expected, read(bare));
    }

    @Test
    @Spec("RFC 6891 §6.1.3")
    void readsTheUpperBitsOfTheCode() {
        Bytes badVersion =
                reply(message -> message.addRecord(new OPTRecord(1232, Rcode.BADVERS >> 4, 0), Section.ADDITIONAL));
        assertEquals(
                new Reply.Failed(Answer.Cause.SERVER_FAILURE, "a name server said BADVERS", Reply.Fault.FORMAT),
                read(badVersion));
    }

    @Test
    @Spec("RFC 2181 §9")
    void usesNothingOfATruncatedMessage() {
        Bytes whole = answers("a.example. 300 TXT part");
        byte[] octets = whole.toArray();
        octets[2] |= 2; // TC
        for (int length = octets.length; length >= QUERY.octets().length - 11; length--) {
            assertEquals(new Reply.Truncated(), read(Bytes.copyOf(octets, 0, length)), length + " octets");
        }
    }

    @Test
    @Spec("RFC 2181 §8")
    void aTtlWithItsHighestBitSetIsZero() {
        byte[] octets = answers("a.example. 0 TXT x").toArray();
        octets[octets.length - 8] = (byte) 0x80; // TTL (4), length (2), string (2)
        assertSettled(text("x"), 0, Bytes.of(octets));
    }

    @Test
    @Spec("DNS-9")
    void believesTheAdBitOnlyWhereTold() {
        Bytes octets = reply(message -> {
            message.getHeader().setFlag(Flags.AD);
            Replies.answer(message, Replies.record("a.example. 9 TXT x"));
        });
        for (boolean believe : new boolean[] {false, true}) {
            ReplyReader reader = new ReplyReader(QUERY, new ReplyReader.Limits(3, 5, believe));
            Reply.Settled settled = assertInstanceOf(Reply.Settled.class, reader.read(octets.toArray()));
            Answer.Found found =
                    assertInstanceOf(Answer.Found.class, settled.answer().answer());
            assertEquals(believe, found.authentic());
        }
    }

    @Test
    void namesThatNoMailCanHaveAreAsGoodAsNone() {
        Query query = new Query(4711, Replies.name("a.example."), RecordType.MX, true, false);
        Bytes octets = Replies.to(
                Bytes.of(query.octets()),
                message -> Replies.answer(message, Replies.record("a.example. 9 MX 10 b\\.c\\032d.example.")));
        assertEquals(
                new Reply.Settled(new TimedAnswer(new Answer.NoRecords(), Duration.ofSeconds(9))),
                new ReplyReader(query, LIMITS).read(octets.toArray()));
    }

    @Test
    @Spec("DNS-1")
    void garbageWithTheRightIdIsMalformed() {
        byte[] octets = answers("a.example. 300 TXT cut").toArray();
        for (int length = 2; length < octets.length; length++) {
            Reply.Failed failed =
                    assertInstanceOf(Reply.Failed.class, read(Bytes.copyOf(octets, 0, length)), length + " octets");
            assertEquals(Answer.Cause.MALFORMED, failed.cause());
        }
    }
}
