package org.vidimus.daemon.opendkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vidimus.milter.net.Transport;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.dkim.CryptoBackend;
import org.vidimus.signer.key.SigningBackend;
import org.vidimus.signer.opendkim.Dialect;
import org.vidimus.signer.opendkim.OpenDkimConfiguration;
import org.vidimus.signer.opendkim.OpenDkimDecider;

/// The real OpenDKIM and ours, with the same configuration and the same messages: whether they sign, put off or
/// refuse, with which signatures, in which order. Where they differ the difference has a name here and a reason in
/// `docs/opendkim.md`.
///
/// `vidimus.opendkim.cases` is how many messages are generated for each configuration.
@Spec({"ODK-2", "ODK-3", "ODK-4", "ODK-5", "ODK-6", "ODK-7", "ODK-8"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DifferentialTest {
    private static final int CASES = Integer.getInteger("vidimus.opendkim.cases", 12);
    private static final int RANDOM_SCENARIOS = Integer.getInteger("vidimus.opendkim.scenarios", 10);

    private static final SigningBackend BACKEND = SigningBackend.of(CryptoBackend.of(CryptoBackend.Choice.JDK));

    private final Transport transport = Transport.open(1);
    private Path keys = Path.of("");

    @BeforeAll
    void keys(@TempDir Path folder) throws IOException, InterruptedException {
        OpenDkim.require();
        keys = TestKeys.in(folder);
    }

    @AfterAll
    void close() {
        transport.close();
    }

    static Stream<Scenario> byHand() {
        return Scenarios.all().stream();
    }

    static Stream<Scenario> byChance() {
        RandomGenerator random = Fuzzing.random(20261124);
        return Stream.generate(() -> RandomScenario.of(random)).limit(RANDOM_SCENARIOS);
    }

    @ParameterizedTest
    @MethodSource({"byHand", "byChance"})
    void decidesAlike(Scenario scenario, @TempDir Path folder) throws Exception {
        TestKeys.copy(keys, folder);
        Path configuration = scenario.write(folder);
        OpenDkimConfiguration loaded = OpenDkimConfiguration.load(configuration, Dialect.STRICT, BACKEND);
        assertEquals(
                OpenDkim.accepts(configuration, folder),
                loaded.decider().isPresent(),
                () -> loaded.lints().toString());
        if (loaded.decider().isEmpty()) {
            return;
        }
        List<Case> cases = new ArrayList<>(scenario.cases());
        RandomGenerator random = Fuzzing.random(scenario.name().hashCode());
        for (int i = 0; i < CASES; i++) {
            cases.add(RandomCase.of(random));
        }
        compare(cases, configuration, folder, loaded.decider().get());
    }

    private void compare(List<Case> cases, Path configuration, Path folder, OpenDkimDecider decider) throws Exception {
        List<String> differences = new ArrayList<>();
        try (OpenDkim filter = OpenDkim.start(configuration, folder, transport)) {
            for (Case message : cases) {
                String theirs = Verdict.of(message, filter);
                String ours = Verdict.of(message, decider.decide(message.occasion(decider.macros())));
                if (!theirs.equals(ours)) {
                    differences.add(message + "\n  OpenDKIM: " + theirs + "\n  Vidimus:  " + ours + "\n  "
                            + decider.decide(message.occasion(decider.macros())).steps());
                }
            }
        }
        assertTrue(differences.isEmpty(), () -> differences.size() + " differences\n" + String.join("\n", differences));
    }
}
