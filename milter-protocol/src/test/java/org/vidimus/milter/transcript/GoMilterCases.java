package org.vidimus.milter.transcript;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vidimus.milter.outside.Outside;

/// The integration cases of d--j/go-milter, read from the folder of suites, as transcripts of ours.
///
/// A case file says what a client sends (`FROM`, `TO`, `HEADER`, `BODY`, `STARTTLS`, `AUTH`, `RESET`), what the
/// filter's
/// decision must be and what must then arrive. Their filters are programs of their own; what they must do follows from
/// the names and the expectations, and [#FILTERS] says it in our language.
public final class GoMilterCases {
    private static final String FROM = "<from@example.com>";
    private static final String TO = "<to@example.com>";
    private static final String HEADER = """
            From: <from@example.com>
            To: <to@example.com>
            Subject: test
            Date: Fri, 10 Mar 2023 23:29:35 +0000 (UTC)
            Message-ID: <id@example.com>
            """;

    /// Between its Received and the client's fields Sendmail's list has seven places of its own, which count.
    private static final Map<String, String> FILTERS = Map.of(
            "auth", """
            if-no-macro {tls_version}
            mail * reply 500 - No starttls
            if-no-macro {auth_authen}
            mail * reply 501 - No authentication
            if *
            mail * reply 502 - Ok
            """, "body", """
            if <add@example.com>
            eom replbody one\\r\\ntwo\\r\\n
            """, "header", """
            if <add@example.com>
            eom add X-ADD1: Test
            eom add X-ADD2: Test
            if <add-first@example.com>
            eom insert 1 X-First1: Test
            eom insert 2 X-First2: Test
            if <add-middle@example.com>
            @postfix eom insert 3 X-Middle1: Test
            @postfix eom insert 4 X-Middle2: Test
            @sendmail eom insert 10 X-Middle1: Test
            @sendmail eom insert 11 X-Middle2: Test
            if <del@example.com>
            eom delete 1 Subject
            if <subject@example.com>
            eom change 1 Subject: changed
            if <change-to@example.com>
            eom change 1 To: <to@example.com>,\\n <to@example.org>
            if <multiline@example.com>
            eom add X-MultiLine: Line1\\n\\tLine2\\n\\tLine3
            if <multi@example.com>
            eom insert 1 X-First1: Test
            eom insert 2 X-First2: Test
            @postfix eom insert 5 X-Before-DATE: Test
            @sendmail eom insert 12 X-Before-DATE: Test
            eom add X-ADD1: Test
            eom add X-ADD2: Test
            eom delete 1 Subject
            """, "macro", """
            mail * show j
            eom show i
            """, "mail-from", """
            mail <temp-fail@example.com> tempfail
            mail <reject@example.com> reject
            mail <discard@example.com> discard
            mail <custom@example.com> reply 555 5.0.0 custom
            if <change@example.com>
            eom chgfrom <another@example.com>
            if <quarantine@example.com>
            eom quarantine test
            """, "milter", """
            mail <reject-me@example.com> reply 550 5.7.1 We do not like you\\nvery much, please go away
            rcpt <other-spammer@example.com> reject
            """, "rcpt-to", """
            rcpt <temp-fail@example.com> tempfail
            rcpt <reject@example.com> reject
            rcpt <reject-one@example.com> reject
            rcpt <discard@example.com> discard
            rcpt <discard-one@example.com> discard
            rcpt <custom@example.com> reply 555 5.0.0 custom
            if-to <add@example.com>
            eom addrcpt <another@example.com>
            if-to <change@example.com>
            eom delrcpt <change@example.com>
            eom addrcpt <another@example.com>
            if-to <quarantine@example.com>
            eom quarantine test
            """);

    private final Deque<String> lines = new ArrayDeque<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();

    // The message being described.
    private String from = FROM;
    private List<String> to = List.of();
    private String header = HEADER.replace("\n", "\r\n");
    private String body = "test\r\n";

    private final Set<String> tags;

    private GoMilterCases(String source, Set<String> tags) {
        this.tags = tags;
        lines.addAll(Arrays.asList(source.split("\n")));
    }

    /// All cases as they read for a target, named `go-milter/FOLDER/NAME`.
    public static List<Transcript> forTarget(Set<String> tags) throws IOException {
        Path folder = Outside.suite("milter-go-milter-integration");
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".testcase"))
                    .sorted()
                    .map(file -> new GoMilterCases(Outside.octets(file), tags)
                            .read(folder.relativize(file).toString().replace(".testcase", "")))
                    .toList();
        }
    }

    private Transcript read(String name) {
        String topic = name.substring(0, name.indexOf('/'));
        steps.add(new Step.Command("EHLO client.example.org", ReplyPattern.POSITIVE));
        while (!lines.isEmpty()) {
            input(lines.removeFirst());
        }
        steps.add(new Step.Command("QUIT", ReplyPattern.POSITIVE));
        return new Transcript(
                "go-milter/" + name,
                "go-milter: " + name,
                Set.of(),
                Set.of("vidimus", "libmilter"),
                Map.of(),
                FILTERS.getOrDefault(topic, "")
                        .lines()
                        .filter(line ->
                                !line.startsWith("@") || Targets.fits(line.substring(1, line.indexOf(' ')), tags))
                        .map(line -> line.startsWith("@") ? line.substring(line.indexOf(' ') + 1) : line)
                        .toList(),
                steps,
                deliveries,
                // Discarded or held, at the filter's choice: the runner only sees that nothing arrives.
                name.contains("quarantine") ? Optional.of("*") : Optional.empty(),
                Optional.empty());
    }

    private void input(String line) {
        String rest = line.substring(Math.min(line.length(), line.indexOf(' ') + 1));
        switch (line.split(" ")[0]) {
            case "#" -> {}
            case "FROM" -> from = rest;
            case "TO" -> to = with(to, rest);
            case "HEADER" -> header = block();
            case "BODY" -> body = block();
            case "STARTTLS" -> {
                steps.add(new Step.StartTls(ReplyPattern.POSITIVE));
                steps.add(new Step.Command("EHLO client.example.org", ReplyPattern.POSITIVE));
            }
            case "AUTH" -> steps.add(new Step.Command("AUTH PLAIN " + rest, ReplyPattern.POSITIVE));
            case "RESET" -> {
                // What was said so far is said, whatever the answers, and taken back.
                steps.add(new Step.Command("MAIL FROM:" + from, ReplyPattern.POSITIVE));
                recipients(Optional.empty());
                steps.add(new Step.Command("RSET", ReplyPattern.POSITIVE));
                to = List.of();
            }
            case "DECISION" -> decision(rest);
            default -> throw new TranscriptError("go-milter case: " + line);
        }
    }

    private void decision(String decision) {
        List<String> recipients = to.isEmpty() ? List.of(TO) : to;
        to = recipients;
        String word = decision.split("@")[0];
        boolean atFrom = decision.endsWith("@FROM");
        ReplyPattern refusal = switch (word) {
            case "REJECT" -> new ReplyPattern("5", "*");
            case "TEMPFAIL" -> new ReplyPattern("4", "*");
            case "CUSTOM" -> custom();
            default -> ReplyPattern.POSITIVE;
        };
        boolean fromRefused = atFrom || from.equals("<reject-me@example.com>");
        steps.add(new Step.Command("MAIL FROM:" + from, fromRefused ? refusal : ReplyPattern.POSITIVE));
        if (!fromRefused) {
            boolean allRefused = !refusal.equals(ReplyPattern.POSITIVE);
            recipients(allRefused ? Optional.of(refusal) : Optional.empty());
            if (!allRefused) {
                steps.add(new Step.Message(
                        header + "\r\n" + body, new ReplyPattern("354", "*"), Optional.of(ReplyPattern.POSITIVE)));
            }
        }
        if (word.equals("ACCEPT")) {
            deliveries.add(delivery());
        }
        from = FROM;
        to = List.of();
        header = HEADER.replace("\n", "\r\n");
        body = "test\r\n";
    }

    /// RCPT for each recipient. Where the decision is to accept, those of them who are not served may be refused.
    private void recipients(Optional<ReplyPattern> refusal) {
        for (String recipient : to) {
            boolean refused = recipient.contains("reject-one") || recipient.contains("spammer");
            ReplyPattern answer = refused ? new ReplyPattern("5", "*") : ReplyPattern.POSITIVE;
            steps.add(new Step.Command("RCPT TO:" + recipient, refusal.orElse(answer)));
        }
    }

    /// The reply that follows, in any MTA's dress: Sendmail puts the recipient between enhanced code and text.
    private ReplyPattern custom() {
        List<String> texts = new ArrayList<>();
        String code = "";
        while (!lines.isEmpty() && lines.getFirst().matches("[0-9]{3}[ -].*")) {
            String line = lines.removeFirst();
            code = line.substring(0, 3);
            texts.add(line.substring(4).replaceFirst("^([0-9.]+ )", "$1*"));
        }
        return new ReplyPattern(code, String.join("\n", texts).replaceFirst("^([A-Z])", "*$1"));
    }

    /// The output that follows the decision; what it does not name is as it was sent.
    private Delivery delivery() {
        Delivery.Path sender = Delivery.Path.parse(from);
        List<Delivery.Path> recipients = new ArrayList<>();
        List<String> fields =
                new ArrayList<>(MessagePattern.split("Received: *\r\n" + header).fields());
        String expectedBody = body;
        while (!lines.isEmpty() && !lines.getFirst().startsWith("#")) {
            String line = lines.removeFirst();
            String rest = line.substring(line.indexOf(' ') + 1).replace(" *", "");
            switch (line.split(" ")[0]) {
                case "FROM" -> sender = Delivery.Path.parse(rest);
                case "TO" -> recipients.add(Delivery.Path.parse(rest));
                case "HEADER" -> {
                    fields.clear();
                    fields.addAll(MessagePattern.split(header(block())).fields());
                }
                case "BODY" -> expectedBody = block();
                default -> throw new TranscriptError("go-milter case: " + line);
            }
        }
        if (recipients.isEmpty()) {
            to.forEach(recipient -> recipients.add(Delivery.Path.parse(recipient)));
        }
        return new Delivery(sender, recipients, new MessagePattern(fields, expectedBody));
    }

    private String header(String expected) {
        String header = expected.replace("Received: placeholder", "Received: *");
        // Sendmail writes address lists anew.
        return tags.contains("real-sendmail") ? header.replace(">,\r\n <", ">, <") : header;
    }

    /// Lines up to a single dot.
    private String block() {
        StringBuilder block = new StringBuilder();
        while (!lines.getFirst().equals(".")) {
            block.append(lines.removeFirst()).append("\r\n");
        }
        lines.removeFirst();
        return block.toString();
    }

    private static List<String> with(List<String> list, String one) {
        List<String> longer = new ArrayList<>(list);
        longer.add(one);
        return List.copyOf(longer);
    }
}
