package org.vidimus.bench;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.jsieve.ConfigurationManager;
import org.apache.jsieve.SieveContext;
import org.apache.jsieve.SieveFactory;
import org.apache.jsieve.mail.Action;
import org.apache.jsieve.mail.MailAdapter;
import org.apache.jsieve.parser.generated.Node;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.message.RawMessage;
import org.vidimus.policy.sieve.SieveScript;
import org.vidimus.policy.sieve.compile.ScriptStore;
import org.vidimus.policy.sieve.run.SieveMessage;
import org.vidimus.policy.sieve.run.SieveOutcome;

/// A script of 100 rules on one message of 24 fields, none of which applies, so that all are tried: compiled by
/// us, and parsed once and evaluated by jSieve. What both have to know about the message is there: neither
/// splits the header.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 4, time = 2)
public class SieveBenchmark {
    private static final int RULES = 100;

    private SieveScript ours;
    private RawMessage message;
    private int size;
    private SieveFactory factory;
    private Node theirs;
    private Map<String, List<String>> headers;

    /// Compiles and parses.
    @Setup
    public void prepare() throws Exception {
        String script = script();
        ours = ((SieveScript.Compiled.Ok) SieveScript.compile(
                        new ScriptStore.Stored("bench", Bytes.utf8(script)),
                        SieveScript.LANGUAGE,
                        ScriptStore.NONE,
                        Budgets.Sieve.DEFAULT))
                .script();
        byte[] octets = mail().getBytes(StandardCharsets.US_ASCII);
        size = octets.length;
        message = ((Parsed.Ok<RawMessage>) RawMessage.parse(Bytes.of(octets), Budgets.DEFAULT)).value();
        factory = new ConfigurationManager().build();
        theirs = factory.parse(new ByteArrayInputStream(script.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)));
        headers = new java.util.HashMap<>();
        message.header().entries().forEach(entry -> headers.computeIfAbsent(
                        entry.field().name().latin1().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                .add(entry.field().unfolded().latin1().strip()));
        if (!compiled().actions().isEmpty() || !evaluated().isEmpty()) {
            throw new IllegalStateException("a rule applies: " + compiled().actions() + evaluated());
        }
    }

    /// Ours.
    @Benchmark
    public SieveOutcome compiled() {
        SieveMessage seen = new SieveMessage(
                message.header(),
                size,
                new SieveMessage.Envelope("joe@example.org", List.of("jane@example.com"), Optional.empty()),
                new SieveMessage.Body(message.body(), true),
                Map.of(),
                Optional.empty(),
                NOON);
        return ours.run(seen, System::nanoTime, false);
    }

    /// jSieve's.
    @Benchmark
    public List<Action> evaluated() throws Exception {
        Adapter adapter = new Adapter(headers, size);
        factory.evaluate(adapter, theirs);
        return adapter.explicit();
    }

    private static final ZonedDateTime NOON = ZonedDateTime.parse("2026-11-24T12:00:00Z");

    /// What scripts of users and of administrators hold: lists, senders, words in subjects, sizes.
    private static String script() {
        StringBuilder script = new StringBuilder("require [\"fileinto\"];\n");
        for (int i = 0; i < RULES; i++) {
            String test =
                    switch (i % 8) {
                        case 0 -> "header :contains \"list-id\" \"list" + i + ".example.net\"";
                        case 1 -> "address :domain :is \"from\" [\"shop" + i + ".example\", \"bank" + i + ".example\"]";
                        case 2 -> "header :contains \"subject\" [\"win" + i + "\", \"prize" + i + "\", \"lottery\"]";
                        case 3 -> "allof (size :over 10M, not exists \"x-large-" + i + "\")";
                        case 4 -> "anyof (header :is \"x-mailer\" \"Bulk " + i + "\", exists \"x-bulk-" + i + "\")";
                        case 5 -> "header :matches \"received\" \"*from mail" + i + ".example.net*\"";
                        case 6 -> "address :is [\"to\", \"cc\"] \"team" + i + "@example.com\"";
                        default -> "allof (header :contains \"from\" \"news\", header :contains \"subject\" \"no" + i + "\")";
                    };
            script.append(i % 4 == 0 || i < 4 ? "if " : "elsif ").append(test);
            script.append(" {\n    fileinto \"Folder").append(i).append("\";\n}\n");
        }
        return script.toString();
    }

    private static String mail() {
        StringBuilder mail = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            mail.append("Received: from relay").append(i).append(".example.org (relay").append(i);
            mail.append(".example.org [192.0.2.").append(i).append("])\r\n\tby mx.example.com with ESMTPS id 4X");
            mail.append(i).append("\r\n\tfor <jane@example.com>; Tue, 24 Nov 2026 12:00:00 +0000\r\n");
        }
        mail.append("Return-Path: <joe@example.org>\r\nFrom: \"Joe Example\" <joe@example.org>\r\n");
        mail.append("To: Jane <jane@example.com>, team@example.com\r\nCc: office@example.com\r\n");
        mail.append("Subject: The minutes of our meeting on Monday, with three attachments\r\n");
        mail.append("Date: Tue, 24 Nov 2026 11:59:58 +0000\r\nMessage-ID: <20261124115958.4711@example.org>\r\n");
        mail.append("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nX-Mailer: Example Mail 7.1\r\n");
        mail.append("List-Id: <minutes.lists.example.org>\r\nList-Unsubscribe: <mailto:leave@example.org>\r\n");
        mail.append("Reply-To: joe@example.org\r\nIn-Reply-To: <1@example.com>\r\nReferences: <1@example.com>\r\n");
        mail.append("DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=s1; h=from:to:subject:date;\r\n\tbh=");
        mail.append("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=; b=").append("A".repeat(300)).append("\r\n");
        mail.append("Content-Language: en\r\nX-Priority: 3\r\n\r\n");
        return mail.append("A line of text that says nothing in particular.\r\n".repeat(40)).toString();
    }

    /// A message as jSieve asks for it.
    private static final class Adapter implements MailAdapter {
        private final Map<String, List<String>> headers;
        private final int size;
        private final List<Action> actions = new ArrayList<>();

        Adapter(Map<String, List<String>> headers, int size) {
            this.headers = headers;
            this.size = size;
        }

        /// Without the keep that it adds by itself.
        List<Action> explicit() {
            return actions.stream()
                    .filter(action -> !action.getClass().getSimpleName().equals("ActionKeep"))
                    .toList();
        }

        @Override
        public void setContext(SieveContext context) {}

        @Override
        public List<Action> getActions() {
            return actions;
        }

        @Override
        public List<String> getHeader(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        }

        @Override
        public List<String> getMatchingHeader(String name) {
            return getHeader(name);
        }

        @Override
        public List<String> getHeaderNames() {
            return List.copyOf(headers.keySet());
        }

        @Override
        public void addAction(Action action) {
            actions.add(action);
        }

        @Override
        public void executeActions() {}

        @Override
        public int getSize() {
            return size;
        }

        @Override
        public String getContentType() {
            return "text/plain";
        }

        @Override
        public boolean isInBodyText(List<String> phrases) {
            return false;
        }

        @Override
        public boolean isInBodyRaw(List<String> phrases) {
            return false;
        }

        @Override
        public boolean isInBodyContent(List<String> types, List<String> phrases) {
            return false;
        }

        /// As simple as can be, so that its time is not jSieve's.
        @Override
        public Address[] parseAddresses(String name) {
            List<Address> found = new ArrayList<>();
            for (String value : getHeader(name)) {
                for (String part : value.split(",", -1)) {
                    String address = part.substring(part.indexOf('<') + 1).replace(">", "").strip();
                    int at = address.indexOf('@');
                    found.add(new Parts(address.substring(0, at), address.substring(at + 1)));
                }
            }
            return found.toArray(Address[]::new);
        }
    }

    private record Parts(String local, String domain) implements MailAdapter.Address {
        @Override
        public String getLocalPart() {
            return local;
        }

        @Override
        public String getDomain() {
            return domain;
        }
    }
}
