package org.vidimus.milter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.vidimus.milter.filter.Edit;
import org.vidimus.milter.filter.Filter;
import org.vidimus.milter.filter.FilterContext;
import org.vidimus.milter.filter.FilterSession;
import org.vidimus.milter.filter.Mode;
import org.vidimus.milter.filter.Outcome;
import org.vidimus.milter.filter.SessionVerdict;
import org.vidimus.milter.filter.Verdict;
import org.vidimus.milter.wire.Action;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.SmtpReply;

/// The filter of the README, word for word, at work.
class ReadmeTest {
    private static Filter<FilterContext, List<String>> readmeFilter() {
        Filter<FilterContext, List<String>> filter = Filter.<FilterContext, List<String>>of(
                        context -> context, _ -> new ArrayList<>())
                .onHeader(Mode.STREAM, (subjects, field) -> {
                    if (field.name().equalsIgnoreCase(Bytes.latin1("Subject"))) {
                        subjects.add(field.value().utf8());
                    }
                    return Verdict.CONTINUE;
                })
                .onEndOfMessage(subjects -> subjects.size() > 1
                        ? Outcome.of(new SessionVerdict.Refuse(SmtpReply.of(550, "5.6.0", "More than one Subject")))
                        : Outcome.edited(List.of(new Edit.InsertHeader(
                                0, Bytes.latin1("X-Subjects"), Bytes.latin1(" " + subjects.size())))))
                .uses(Action.ADD_HEADERS)
                .build();
        return filter;
    }

    private static List<Reply> replies(int subjects) {
        List<Reply> replies = new ArrayList<>();
        FilterSession<?, ?> session = new FilterSession<>(readmeFilter(), 1, "test", "test", (_, _, failure) -> {
            throw new AssertionError(failure);
        });
        session.handle(new Command.Negotiate(6, 0x1ff, 0x1fffff), replies::add);
        for (int i = 0; i < subjects; i++) {
            session.handle(new Command.Header(Bytes.latin1("subject"), Bytes.latin1(" s")), replies::add);
        }
        session.handle(new Command.EndOfHeaders(), replies::add);
        session.handle(new Command.EndOfMessage(Bytes.EMPTY), replies::add);
        return replies.subList(1, replies.size());
    }

    @Test
    void countsSubjectsAndRefusesTwo() {
        assertEquals(
                List.of(
                        new Reply.InsertHeader(0, Bytes.latin1("X-Subjects"), Bytes.latin1(" 1")),
                        new Reply.Continue()),
                replies(1).subList(1, 3));
        assertEquals(
                new Reply.ReplyCode(Bytes.latin1("550 5.6.0 More than one Subject")),
                replies(2).getLast());
    }

    @Test
    void theReadmeShowsThisFilter() throws IOException {
        String readme = plain(Files.readString(Path.of("README.md")));
        String source = plain(Files.readString(Path.of("src/test/java/org/vidimus/milter/ReadmeTest.java")));
        String begin = "Filter<FilterContext,List<String>>filter=";
        String end = ".build();";
        String shown = readme.substring(readme.indexOf(begin), readme.indexOf(end) + end.length());
        assertTrue(source.contains(shown), shown);
    }

    private static String plain(String text) {
        return Pattern.compile("\\s+").matcher(text).replaceAll("");
    }
}
