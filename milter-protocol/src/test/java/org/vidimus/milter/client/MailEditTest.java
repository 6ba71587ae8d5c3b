package org.vidimus.milter.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Reply;

/// What edits do to a message that both MTAs keep as: their own `Received` (r), A: 1, B: 2, A: 3.
class MailEditTest {
    private static final String HEADER = "A: 1\nB: 2\nA: 3\n\n";

    static Stream<Arguments> headerEdits() {
        return Stream.of(
                // Positions count the MTA's own field.
                row("r A1 B2 A3", "r A1 B2 A3"),
                row("X r A1 B2 A3", "X r A1 B2 A3", insert(0, "X")),
                row("r X A1 B2 A3", "r X A1 B2 A3", insert(1, "X")),
                row("r A1 B2 A3 X", "r A1 B2 A3 X", insert(100, "X")),
                row("r A1 B2 A3 X", "r A1 B2 A3 X", insert(Integer.MAX_VALUE, "X")),
                // Each insertion moves what follows.
                row("X Y r A1 B2 A3", "X Y r A1 B2 A3", insert(0, "X"), insert(1, "Y")),
                row("Y X r A1 B2 A3", "Y X r A1 B2 A3", insert(0, "X"), insert(0, "Y")),
                // Sendmail's list holds seven fields of its configuration after Received, here all unused.
                row("r A1 B2 X A3", "r X A1 B2 A3", insert(3, "X")),
                row("r A1 B2 A3 X", "r A1 X B2 A3", insert(9, "X")),
                // Adding: Postfix at the end, Sendmail before the first of the name.
                row("r A1 B2 A3 X", "r A1 B2 A3 X", add("X", "")),
                row("r A1 B2 A3 A9", "r A9 A1 B2 A3", add("A", "9")),
                row("r A1 B2 A3 a9", "r a9 A1 B2 A3", add("a", "9")), // names have no case
                row("r A1 B2 A3 Date9", "r Date9 A1 B2 A3", add("Date", "9")), // Sendmail has a place for it
                // Changing counts among what was shown, from 1.
                row("r A9 B2 A3", "r A9 B2 A3", change(1, "A", "9")),
                row("r A1 B2 A9", "r A1 B2 A9", change(2, "A", "9")),
                row("r A9 B2 A3", "r A9 B2 A3", change(0, "A", "9")), // 0 is 1
                row("r A1 B2 A3 A9", "r A9 A1 B2 A3", change(3, "A", "9")), // past the last: adds
                row("r A1 B2 A3 X9", "r A1 B2 A3 X9", change(1, "X", "9")),
                row("r A1 B2 A3 Received9", "Received9 r A1 B2 A3", change(1, "Received", "9")), // own is not shown
                row("r A1 B2 A3 Date9", "r Date9 A1 B2 A3", change(1, "Date", "9")),
                // An empty value deletes.
                row("r B2 A3", "r B2 A3", change(1, "A", "")),
                row("r A1 B2", "r A1 B2", change(2, "A", "")),
                row("r A1 B2 A3", "r A1 B2 A3", change(3, "A", "")), // nothing there
                row("r A1 B2 A3", "r A1 B2 A3", change(1, "Received", "")),
                // Postfix deletes at once, so indexes move; Sendmail only marks.
                row("r B2", "r B2 A3", change(1, "A", ""), change(1, "A", "")),
                row("r B2 A3", "r B2", change(1, "A", ""), change(2, "A", "")),
                row("r B2", "r B2", change(2, "A", ""), change(1, "A", "")), // the portable order
                row("r B2 A9", "r A9 B2 A3", change(1, "A", ""), change(1, "A", "9")), // Sendmail revives
                // A change after an addition meets another field.
                row("r A1 B2 A9 A8", "r A8 A9 B2 A3", add("A", "8"), change(2, "A", "9")),
                row("r A1 B2 A3 X9", "r A1 B2 A3 X9", insert(100, "X"), change(1, "X", "9")));
    }

    @ParameterizedTest
    @MethodSource("headerEdits")
    void headersAreEditedAsTheMtaDoes(String postfix, String sendmail, List<Reply.Edit> edits) {
        assertEquals(postfix, summary(mail(MtaProfile.POSTFIX).edit(edits, false)), "Postfix");
        assertEquals(sendmail, summary(mail(MtaProfile.SENDMAIL).edit(edits, false)), "Sendmail");
    }

    @ParameterizedTest
    @EnumSource(MtaProfile.class)
    void theNextFilterNoLongerCountsWhatTheFormerDeleted(MtaProfile profile) {
        Mail first = mail(profile).edit(List.of(change(1, "A", "")), false);
        assertEquals("r B2", summary(first.edit(List.of(change(1, "A", "")), false)));
        assertEquals(
                List.of("B", "A"),
                first.shown().stream().map(f -> f.name().latin1()).toList());
    }

    @ParameterizedTest
    @EnumSource(MtaProfile.class)
    void aValueGetsASpaceUnlessValuesAreRaw(MtaProfile profile) {
        List<Reply.Edit> edits = List.of(new Reply.InsertHeader(0, text("X"), text("v\n\tw")));
        assertEquals("X: v\r\n\tw\r\nReceived: r\r\n", top(mail(profile).edit(edits, false)));
        assertEquals("X:v\r\n\tw\r\nReceived: r\r\n", top(mail(profile).edit(edits, true)));
        // What a filter sends as CRLF is delivered with one CR too many, on both.
        List<Reply.Edit> crlf = List.of(new Reply.InsertHeader(0, text("X"), text("v\r\n\tw")));
        assertEquals("X: v\r\r\n\tw\r\nReceived: r\r\n", top(mail(profile).edit(crlf, false)));
    }

    @Test
    void whatTheMtaGeneratesIsShownByPostfixAndHiddenBySendmail() {
        Mail.Additions additions = new Mail.Additions(
                Optional.of(text(" r")), List.of(Message.Field.of("Date", "d"), Message.Field.of("A", "no")));
        Message message = Message.parse(text(HEADER));
        Envelope envelope = Envelope.of("<a@x>", List.of("<b@x>"));
        Mail postfix = Mail.received(MtaProfile.POSTFIX, message, envelope, additions);
        Mail sendmail = Mail.received(MtaProfile.SENDMAIL, message, envelope, additions);
        assertEquals("r A1 B2 A3 Dated", summary(postfix));
        assertEquals("r Dated A1 B2 A3", summary(sendmail));
        assertEquals(4, postfix.shown().size());
        assertEquals(3, sendmail.shown().size());
        assertEquals("r Date9 A1 B2 A3", summary(sendmail.edit(List.of(add("Date", "9")), false)), "replaced");
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of("old\r\n", List.of()),
                Arguments.of("", List.of("")), // one empty piece empties it
                Arguments.of("a\r\nb\r\n", List.of("a\r\nb\r\n")),
                Arguments.of("a\r\nb\r\n", List.of("a\r", "\nb\r\n")), // cut between CR and LF
                Arguments.of("a\r\nb\r\n", List.of("a\nb")), // LF alone, and no line end
                Arguments.of("a\rb\r\r\n", List.of("a\rb\r\r\n")), // a lone CR stays
                Arguments.of("\0\r\n", List.of("\0")));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void bodiesAreReplacedWhole(String body, List<String> chunks) {
        List<Reply.Edit> edits = chunks.stream()
                .<Reply.Edit>map(chunk -> new Reply.ReplaceBody(text(chunk)))
                .toList();
        for (MtaProfile profile : MtaProfile.values()) {
            Mail mail = Mail.received(
                    profile, Message.parse(text("\nold\n")), Envelope.of("<>", List.of("<b@x>")), Mail.Additions.NONE);
            assertEquals(body, mail.edit(edits, false).body().latin1(), profile.name());
        }
    }

    static Stream<Arguments> envelopeEdits() {
        return Stream.of(
                row("<s@x> > <B@X.org>", "<s@x> > <B@X.org>"),
                row("<s@x> > <B@X.org> <c@x>", "<s@x> > <B@X.org> <c@x>", addRcpt("<c@x>")),
                row("<s@x> > <B@X.org> <c@x>", "<s@x> > <B@X.org> <c@x>", addRcpt("c@x")), // brackets are put on
                row("<s@x> > <B@X.org>", "<s@x> > <B@X.org>", addRcpt("<B@X.org>")), // is there already
                row("<s@x> > ", "<s@x> > ", deleteRcpt("<B@X.org>")),
                row("<s@x> > ", "<s@x> > ", deleteRcpt("B@X.org")),
                row("<s@x> > <B@X.org>", "<s@x> > ", deleteRcpt("<B@x.org>")), // Postfix: as typed
                row("<s@x> > <B@X.org>", "<s@x> > <B@X.org>", deleteRcpt("<b@X.org>")),
                row(
                        "<s@x> > <B@X.org> <c@x> NOTIFY=NEVER",
                        "<s@x> > <B@X.org> <c@x> NOTIFY=NEVER FOO=1",
                        new Reply.AddRecipientWithParameters(text("<c@x>"), Optional.of(text("NOTIFY=NEVER FOO=1")))),
                row("<> > <B@X.org>", "<> > <B@X.org>", new Reply.ChangeSender(text("<>"), Optional.empty())),
                row(
                        "<n@x> RET=HDRS > <B@X.org>",
                        "<n@x> RET=HDRS SIZE=1 > <B@X.org>",
                        new Reply.ChangeSender(text("n@x"), Optional.of(text("RET=HDRS  SIZE=1")))));
    }

    @ParameterizedTest
    @MethodSource("envelopeEdits")
    void envelopesAreEditedAsTheMtaDoes(String postfix, String sendmail, List<Reply.Edit> edits) {
        assertEquals(postfix, envelope(mail(MtaProfile.POSTFIX).edit(edits, false)), "Postfix");
        assertEquals(sendmail, envelope(mail(MtaProfile.SENDMAIL).edit(edits, false)), "Sendmail");
    }

    @Test
    void newSenderParametersReplaceAllOnSendmailAndTheirLikeOnPostfix() {
        Envelope old = new Envelope(
                text("<s@x>"), List.of(text("SIZE=9"), text("RET=FULL")), List.of(Envelope.Recipient.of("<b@x>")));
        Reply.Edit edit = new Reply.ChangeSender(text("<n@x>"), Optional.of(text("ret=HDRS")));
        Message message = Message.parse(Bytes.EMPTY);
        assertEquals(
                "<n@x> SIZE=9 ret=HDRS > <b@x>",
                envelope(Mail.received(MtaProfile.POSTFIX, message, old, Mail.Additions.NONE)
                        .edit(List.of(edit), false)));
        assertEquals(
                "<n@x> ret=HDRS > <b@x>",
                envelope(Mail.received(MtaProfile.SENDMAIL, message, old, Mail.Additions.NONE)
                        .edit(List.of(edit), false)));
    }

    private static Mail mail(MtaProfile profile) {
        return Mail.received(
                profile,
                Message.parse(text(HEADER)),
                Envelope.of("<s@x>", List.of("<B@X.org>")),
                new Mail.Additions(Optional.of(text(" r")), List.of()));
    }

    private static String summary(Mail mail) {
        return String.join(
                " ",
                mail.delivered().stream()
                        .map(field -> (field.name().latin1()
                                        + field.value().latin1().strip())
                                .replaceFirst("^Receivedr$", "r"))
                        .toList());
    }

    private static String envelope(Mail mail) {
        Envelope envelope = mail.envelope();
        StringBuilder text = new StringBuilder(envelope.sender().latin1());
        envelope.parameters().forEach(parameter -> text.append(' ').append(parameter.latin1()));
        text.append(" > ");
        text.append(String.join(
                " ",
                envelope.recipients().stream()
                        .map(recipient -> String.join(
                                " ",
                                Stream.concat(Stream.of(recipient.address()), recipient.parameters().stream())
                                        .map(Bytes::latin1)
                                        .toList()))
                        .toList()));
        return text.toString();
    }

    private static String top(Mail mail) {
        String octets = Bytes.copyOf(mail.toOctets()).latin1();
        return octets.substring(0, octets.indexOf("A: 1"));
    }

    private static Reply.Edit insert(int index, String name) {
        return new Reply.InsertHeader(index, text(name), Bytes.EMPTY);
    }

    private static Reply.Edit add(String name, String value) {
        return new Reply.AddHeader(text(name), text(value));
    }

    private static Reply.Edit change(int index, String name, String value) {
        return new Reply.ChangeHeader(index, text(name), text(value));
    }

    private static Reply.Edit addRcpt(String address) {
        return new Reply.AddRecipient(text(address));
    }

    private static Reply.Edit deleteRcpt(String address) {
        return new Reply.DeleteRecipient(text(address));
    }

    private static Arguments row(String postfix, String sendmail, Reply.Edit... edits) {
        return Arguments.of(postfix, sendmail, List.of(edits));
    }

    private static Bytes text(String text) {
        return Bytes.latin1(text);
    }
}
