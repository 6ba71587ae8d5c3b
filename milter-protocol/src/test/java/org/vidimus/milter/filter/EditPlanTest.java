package org.vidimus.milter.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vidimus.milter.wire.Action;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.DataSize;
import org.vidimus.milter.wire.Decoded;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.Step;

class EditPlanTest {
    private static final Bytes X = b("X-Dup");

    private static Bytes b(String text) {
        return Bytes.latin1(text);
    }

    private static List<Reply.Edit> plan(Set<Step> steps, Edit... edits) {
        Decoded<List<Reply.Edit>> plan =
                EditPlan.of(List.of(edits), new Negotiated(6, EnumSet.allOf(Action.class), steps, DataSize.STANDARD));
        return plan instanceof Decoded.Ok<List<Reply.Edit>>(List<Reply.Edit> replies) ? replies : List.of();
    }

    private static List<Reply.Edit> plan(Edit... edits) {
        return plan(Set.of(Step.HEADER_LEADING_SPACE), edits);
    }

    @Test
    void changesAndDeletionsComeFirstFromTheHighestOccurrenceDown() {
        assertEquals(
                List.of(
                        new Reply.ChangeHeader(3, X, Bytes.EMPTY),
                        new Reply.ChangeHeader(2, X, b(" new")),
                        new Reply.ChangeHeader(1, X, Bytes.EMPTY),
                        new Reply.InsertHeader(0, X, b(" top")),
                        new Reply.InsertHeader(1, X, b(" second"))),
                plan(
                        new Edit.InsertHeader(0, X, b(" top")),
                        new Edit.DeleteHeader(1, X),
                        new Edit.DeleteHeader(3, X),
                        new Edit.InsertHeader(1, X, b(" second")),
                        new Edit.ReplaceHeader(2, X, b(" new"))));
    }

    @Test
    void foldsAreSentAsLf() {
        assertEquals(
                List.of(new Reply.InsertHeader(0, X, b(" a\n b\n\tc"))),
                plan(new Edit.InsertHeader(0, X, b(" a\r\n b\n\tc"))));
    }

    @Test
    void theLeadingSpaceIsTheMtasWhereItWasNotNegotiated() {
        assertEquals(
                List.of(
                        new Reply.AddHeader(X, b("a")),
                        new Reply.AddHeader(X, b("\tb")),
                        new Reply.AddHeader(X, b(""))),
                plan(
                        Set.of(),
                        new Edit.AddHeader(X, b(" a")),
                        new Edit.AddHeader(X, b("\tb")),
                        new Edit.AddHeader(X, b(""))));
    }

    @Test
    void aBodyIsCutToFramesAndAnEmptyOneIsSaid() {
        List<Reply.Edit> pieces = plan(new Edit.ReplaceBody(Bytes.copyOf(new byte[65_536])));
        assertEquals(2, pieces.size());
        assertEquals(65_535, ((Reply.ReplaceBody) pieces.getFirst()).chunk().length());
        assertEquals(List.of(new Reply.ReplaceBody(Bytes.EMPTY)), plan(new Edit.ReplaceBody(Bytes.EMPTY)));
    }

    @Test
    void addressesGetTheirBrackets() {
        assertEquals(
                List.of(
                        new Reply.AddRecipient(b("<a@x>")),
                        new Reply.AddRecipientWithParameters(b("<b@x>"), Optional.of(b("NOTIFY=NEVER ORCPT=rfc822;c"))),
                        new Reply.ChangeSender(b("<>"), Optional.empty()),
                        new Reply.DeleteRecipient(b("as typed@x"))),
                plan(
                        new Edit.AddRecipient(b("a@x"), List.of()),
                        new Edit.AddRecipient(b("<b@x>"), List.of(b("NOTIFY=NEVER"), b("ORCPT=rfc822;c"))),
                        new Edit.ChangeSender(b("<>"), List.of()),
                        new Edit.DeleteRecipient(b("as typed@x"))));
    }

    @Test
    void anEditThatWasNotAgreedOnIsNotSent() {
        Decoded<List<Reply.Edit>> plan = EditPlan.of(
                List.of(new Edit.Quarantine("no")),
                new Negotiated(6, Set.of(Action.ADD_HEADERS), Set.of(), DataSize.STANDARD));
        assertInstanceOf(Decoded.Malformed.class, plan);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nBcc: x", "a\nBcc: x", "a\rb", "a\0b", "a\r\n", "a\n"})
    void noValueCanBeginAnotherField(String value) {
        assertThrows(IllegalArgumentException.class, () -> new Edit.InsertHeader(0, X, b(value)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X Y", "X:", "X\n", "X\0", "X\u00e9\r"})
    void noNameCanBeginAnotherField(String name) {
        assertThrows(IllegalArgumentException.class, () -> new Edit.AppendHeader(b(name), b(" v")));
    }
}
