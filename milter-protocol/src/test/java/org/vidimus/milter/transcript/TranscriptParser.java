package org.vidimus.milter.transcript;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads a transcript for one target: lines tagged for other targets are dropped before anything else is looked at.
final class TranscriptParser {
    private static final List<String> STANDARD_FIELDS = List.of(
            "From: A <a@example.com>",
            "To: b@example.org",
            "Date: Mon, 23 Nov 2026 12:00:00 +0000",
            "Message-ID: <1@example.com>");
    private static final String STANDARD_SENDER = "<a@example.com>";
    private static final String STANDARD_RECIPIENT = "<b@example.org>";
    private static final Set<String> SECTIONS = Set.of("filter", "smtp", "expect");

    private final String name;
    private final Deque<Line> lines = new ArrayDeque<>();
    private final Set<String> only = new LinkedHashSet<>();
    private final Set<String> filters = new LinkedHashSet<>();
    private final Map<String, String> settings = new HashMap<>();
    private final List<String> filter = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private String title = "";
    private Optional<String> hold = Optional.empty();
    private Optional<List<String>> events = Optional.empty();

    private record Line(int number, String text) {}

    private TranscriptParser(String name) {
        this.name = name;
    }

    /// @param source the file as octets, see [Octets]
    /// @throws TranscriptError naming the file and line
    static Transcript parse(String name, String source, Set<String> tags) {
        TranscriptParser parser = new TranscriptParser(name);
        parser.select(source, tags);
        return parser.read();
    }

    /// Keeps the lines for these tags. A tagged line must have a reason: a comment above it or above the tagged lines
    /// it follows.
    private void select(String source, Set<String> tags) {
        boolean reasonGiven = false;
        int number = 0;
        for (String text : source.split("\n", -1)) {
            number++;
            if (text.startsWith("#")) {
                reasonGiven = true;
            } else if (text.startsWith("@")) {
                if (!reasonGiven) {
                    throw new TranscriptError(name + ":" + number + ": a variant needs a reason in a comment above it");
                }
                int space = text.indexOf(' ');
                if (space < 0) {
                    throw new TranscriptError(name + ":" + number + ": nothing after " + text);
                }
                if (Targets.fits(text.substring(1, space), tags)) {
                    lines.add(new Line(number, text.substring(space + 1)));
                }
            } else if (!text.isBlank()) {
                reasonGiven = false;
                lines.add(new Line(number, text));
            }
        }
    }

    private Transcript read() {
        String section = "";
        while (!lines.isEmpty()) {
            Line line = lines.removeFirst();
            try {
                if (SECTIONS.contains(line.text())) {
                    section = line.text();
                    continue;
                }
                switch (section) {
                    case "" -> attribute(line.text());
                    case "filter" -> filter.add(line.text());
                    case "smtp" -> step(line.text(), steps);
                    default -> expectation(line.text());
                }
            } catch (TranscriptError | NumberFormatException | IndexOutOfBoundsException e) {
                throw new TranscriptError(
                        name + ":" + line.number() + ": " + e.getMessage() + " (" + line.text() + ")",
                        new TranscriptError(e.toString()));
            }
        }
        if (title.isEmpty()) {
            throw new TranscriptError(name + ": no title");
        }
        return new Transcript(
                name,
                title,
                only,
                filters.isEmpty() ? Set.of("vidimus", "libmilter") : filters,
                settings,
                filter,
                steps,
                deliveries,
                hold,
                events);
    }

    private void attribute(String line) {
        String rest = afterWord(line);
        switch (word(line)) {
            case "title" -> title = rest;
            case "only" -> only.addAll(tagsOf(rest));
            case "filters" -> filters.addAll(tagsOf(rest));
            case "mta" -> settings.put(word(rest), afterWord(rest));
            default -> throw new TranscriptError("unknown attribute");
        }
    }

    private static List<String> tagsOf(String rest) {
        List<String> tags = List.of(rest.split(" +"));
        tags.forEach(Targets::check);
        return tags;
    }

    /// Reads one step and adds it; `begin` stands for the three that most transcripts start with.
    private void step(String line, List<Step> to) {
        String rest = afterWord(line);
        switch (word(line)) {
            case "begin" -> {
                to.add(new Step.Command("EHLO client.example.org", ReplyPattern.POSITIVE));
                to.add(new Step.Command("MAIL FROM:" + STANDARD_SENDER, ReplyPattern.POSITIVE));
                to.add(new Step.Command("RCPT TO:" + STANDARD_RECIPIENT, ReplyPattern.POSITIVE));
            }
            case "connect" -> to.add(new Step.Connect(expected()));
            case "ehlo" -> to.add(new Step.Command("EHLO " + rest, expected()));
            case "helo" -> to.add(new Step.Command("HELO " + rest, expected()));
            case "mail" -> to.add(new Step.Command(Octets.decode("MAIL FROM:" + rest), expected()));
            case "rcpt" -> to.add(new Step.Command(Octets.decode("RCPT TO:" + rest), expected()));
            case "rset" -> to.add(new Step.Command("RSET", expected()));
            case "noop" -> to.add(new Step.Command("NOOP", expected()));
            case "quit" -> to.add(new Step.Command("QUIT", expected()));
            case "raw" -> to.add(new Step.Command(Octets.decode(rest), expected()));
            case "starttls" -> to.add(new Step.StartTls(expected()));
            case "drop" -> to.add(new Step.Drop());
            case "data" -> to.add(message());
            case "pipeline" -> to.add(pipeline());
            case "submit" -> to.add(submission(rest));
            default -> throw new TranscriptError("unknown step");
        }
    }

    /// `data`, then the answer to DATA when it is not a 354, then the message and the answer to its end.
    private Step message() {
        if (nextStartsWith("<")) {
            return new Step.Message("", expected(), Optional.empty());
        }
        String content = content();
        return new Step.Message(content, new ReplyPattern("354", "*"), Optional.of(expected()));
    }

    private Step pipeline() {
        List<Step> group = new ArrayList<>();
        while (!lines.isEmpty() && !lines.getFirst().text().equals("end")) {
            step(lines.removeFirst().text(), group);
        }
        if (lines.isEmpty()) {
            throw new TranscriptError("pipeline without end");
        }
        lines.removeFirst();
        return new Step.Pipeline(group);
    }

    private Step submission(String rest) {
        List<String> addresses = List.of(rest.split(" +"));
        return new Step.Submit(addresses.getFirst(), addresses.subList(1, addresses.size()), content());
    }

    private void expectation(String line) {
        switch (word(line)) {
            case "delivery" -> deliveries.add(delivery());
            case "hold" -> hold = Optional.of(afterWord(line));
            case "events" -> {
                List<String> expected = new ArrayList<>();
                while (!lines.isEmpty() && lines.getFirst().text().startsWith("  ")) {
                    expected.add(lines.removeFirst().text().substring(2));
                }
                events = Optional.of(expected);
            }
            default -> throw new TranscriptError("unknown expectation");
        }
    }

    private Delivery delivery() {
        Optional<Delivery.Path> sender = Optional.empty();
        List<Delivery.Path> recipients = new ArrayList<>();
        while (nextStartsWith("from ") || nextStartsWith("to ")) {
            String line = lines.removeFirst().text();
            Delivery.Path path = Delivery.Path.parse(afterWord(line));
            if (line.startsWith("from ")) {
                sender = Optional.of(path);
            } else {
                recipients.add(path);
            }
        }
        if (recipients.isEmpty()) {
            recipients.add(Delivery.Path.parse(STANDARD_RECIPIENT));
        }
        return new Delivery(
                sender.orElse(Delivery.Path.parse(STANDARD_SENDER)), recipients, MessagePattern.split(content()));
    }

    /// The `|` lines that follow, as octets.
    private String content() {
        StringBuilder out = new StringBuilder();
        while (nextStartsWith("|")) {
            String line = lines.removeFirst().text();
            switch (line) {
                case "|std" ->
                    STANDARD_FIELDS.forEach(field -> out.append(field).append("\r\n"));
                case "|none" -> {}
                case "|" -> out.append("\r\n");
                default -> out.append(contentLine(line));
            }
        }
        return out.toString();
    }

    private static String contentLine(String line) {
        if (line.startsWith("|* ")) {
            String rest = line.substring(3);
            return (Octets.decode(afterWord(rest)) + "\r\n").repeat(Integer.parseInt(word(rest)));
        }
        if (line.startsWith("| ")) {
            return Octets.decode(line.substring(2)) + "\r\n";
        }
        throw new TranscriptError("a line of a message begins with '| '");
    }

    /// The `<` line that follows, or any positive answer when there is none.
    private ReplyPattern expected() {
        return nextStartsWith("<")
                ? ReplyPattern.parse(lines.removeFirst().text().substring(1).stripLeading())
                : ReplyPattern.POSITIVE;
    }

    private boolean nextStartsWith(String prefix) {
        return !lines.isEmpty() && lines.getFirst().text().startsWith(prefix);
    }

    private static String word(String line) {
        int space = line.indexOf(' ');
        return space < 0 ? line : line.substring(0, space);
    }

    private static String afterWord(String line) {
        int space = line.indexOf(' ');
        return space < 0 ? "" : line.substring(space + 1);
    }
}
