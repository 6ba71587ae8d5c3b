package org.vidimus.daemon.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.pipeline.Disposition;
import org.vidimus.policy.pipeline.Findings;
import org.vidimus.policy.pipeline.Limit;
import org.vidimus.policy.pipeline.OverrideAction;
import org.vidimus.policy.pipeline.OverrideConditions;
import org.vidimus.policy.pipeline.OverrideRule;
import org.vidimus.policy.pipeline.PolicyOverride;

/// What is counted, in the form in which Prometheus reads it.
class MailMetricsTest {
    private static final Pattern HELP = Pattern.compile("# HELP (\\S+) ([A-Z].*[^.])");
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (counter|gauge|histogram)");
    private static final Pattern SAMPLE = Pattern.compile("([a-z_:][a-z0-9_:]*)(\\{([a-z_]+=\"[^\"\\\\]*\",?)+\\})?"
            + " (NaN|[+-]?(Inf|\\d+(\\.\\d+)?(E[+-]?\\d+)?))");

    private final Registry registry = new SimpleClientRegistry();
    private final MailMetrics metrics = new MailMetrics(registry, "1.2.3");

    private String all() {
        metrics.cryptography("ACCP", "ACCP");
        metrics.connections(() -> 7);
        metrics.keys(Map.of("ready", 2, "broken", 1));
        metrics.overrides(List.of(new OverrideRule(
                "talk",
                new OverrideConditions(List.of(), List.of(), List.of(), List.of(), List.of(), List.of()),
                OverrideAction.NONE,
                PolicyOverride.Kind.OTHER,
                "",
                Optional.empty())));
        return registry.text();
    }

    /// What `promtool check metrics` looks at: each family with help and type before its samples, once;
    /// suffixes that fit the type; base units.
    @Test
    void theTextIsWellFormed() {
        String name = "";
        String type = "";
        Set<String> seen = new HashSet<>();
        Set<String> samples = new HashSet<>();
        for (String line : all().lines().toList()) {
            var help = HELP.matcher(line);
            var kind = TYPE.matcher(line);
            if (help.matches()) {
                name = help.group(1);
                assertTrue(seen.add(name), line);
            } else if (kind.matches()) {
                assertEquals(name, kind.group(1));
                type = kind.group(2);
                assertEquals(type.equals("counter"), name.endsWith("_total"), line);
            } else {
                assertTrue(SAMPLE.matcher(line).matches(), line);
                String sample = line.replaceAll("[{ ].*", "");
                String suffixes = type.equals("histogram") ? "(_bucket|_sum|_count)" : "";
                assertTrue(sample.matches(Pattern.quote(name) + suffixes), line);
                assertTrue(samples.add(line.substring(0, line.lastIndexOf(' '))), line);
            }
        }
    }

    @Test
    void messagesAreCountedByWhatBecameOfThem() {
        metrics.count(findings(new Disposition.Accept()), Duration.ofMillis(3));
        metrics.count(findings(new Disposition.Accept()), Duration.ofMillis(30));
        metrics.count(findings(new Disposition.Quarantine("x")), Duration.ofMillis(300));
        metrics.count(findings(new Disposition.Refuse(550, "5.7.1", "x")), Duration.ofSeconds(40));
        metrics.count(findings(new Disposition.Refuse(451, "4.7.1", "x")), Duration.ZERO);
        metrics.failed();
        shows("vidimus_messages_total{disposition=\"accept\",} 2.0");
        shows("vidimus_messages_total{disposition=\"quarantine\",} 1.0");
        shows("vidimus_messages_total{disposition=\"reject\",} 1.0");
        shows("vidimus_messages_total{disposition=\"tempfail\",} 2.0");
        shows("vidimus_message_end_seconds_bucket{le=\"0.005\",} 2.0");
        shows("vidimus_message_end_seconds_count 5.0");
    }

    @Test
    void limitsAreCounted() {
        metrics.count(
                new Findings(
                        new Disposition.Accept(),
                        List.of(),
                        List.of(),
                        Set.of(Limit.HEADER_BYTES),
                        List.of(),
                        List.of(),
                        "",
                        Optional.empty(),
                        Optional.empty()),
                Duration.ZERO);
        shows("vidimus_limits_total{limit=\"header-bytes\",} 1.0");
        shows("vidimus_limits_total{limit=\"header-fields\",} 0.0");
    }

    @Test
    void reasonsAreThereBeforeTheyHappen() {
        shows("vidimus_unsigned_total{reason=\"broken-key\",} 0.0");
        shows("vidimus_signed_total{algorithm=\"ed25519-sha256\",} 0.0");
    }

    @Test
    void overridesAreThereBeforeTheyMatch() {
        all();
        shows("vidimus_policy_override_total{name=\"talk\",} 0.0");
        shows("vidimus_policy_script_total{action=\"fault\",} 0.0");
    }

    @Test
    void theProcessIsShown() {
        String text = registry.text();
        for (String name : List.of(
                "process_start_time_seconds",
                "process_cpu_seconds_total",
                "process_resident_memory_bytes",
                "process_open_fds",
                "jvm_memory_heap_used_bytes",
                "jvm_memory_heap_max_bytes")) {
            String line = text.lines()
                    .filter(candidate -> candidate.startsWith(name + " "))
                    .findFirst()
                    .orElseThrow();
            assertTrue(Double.parseDouble(line.substring(name.length() + 1)) > 0, line);
        }
    }

    @Test
    void everyNameIsDocumentedAndNoOther() throws Exception {
        Set<String> shown = all().lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ", -1)[2])
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> documented = Files.readAllLines(Path.of("..", "docs", "metrics.md")).stream()
                .filter(line -> line.startsWith("| `")
                        && line.contains("` | ")
                        && line.matches(".* (counter|gauge|histogram) .*"))
                .map(line -> line.substring(3, line.indexOf('`', 3)).replaceAll("\\{.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(documented, shown);
    }

    private static Findings findings(Disposition disposition) {
        return new Findings(
                disposition,
                List.of(),
                List.of(),
                Set.of(),
                List.of(),
                List.of(),
                "",
                Optional.empty(),
                Optional.empty());
    }

    private void shows(String line) {
        String text = registry.text();
        assertTrue(text.lines().anyMatch(line::equals), text);
    }
}
