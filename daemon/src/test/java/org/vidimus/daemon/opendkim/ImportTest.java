package org.vidimus.daemon.opendkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vidimus.daemon.config.ConfigFile;
import org.vidimus.daemon.config.Keys;
import org.vidimus.daemon.config.Settings;
import org.vidimus.daemon.signing.Loaded;
import org.vidimus.daemon.signing.Signing;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.CryptoBackend;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.pipeline.ConnectionFacts;
import org.vidimus.policy.pipeline.Skip;
import org.vidimus.signer.key.SigningBackend;
import org.vidimus.signer.opendkim.Dialect;
import org.vidimus.signer.opendkim.Imported;
import org.vidimus.signer.opendkim.OpenDkimDecider;
import org.vidimus.signer.rules.Occasion;

/// What `vidimus import opendkim` writes: a configuration that loads, and whose rules decide as OpenDKIM's tables do,
/// for messages with one author.
@Spec("ODK-9")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImportTest {
    private static final int CASES = Integer.getInteger("vidimus.opendkim.cases", 40);
    private static final SigningBackend BACKEND = SigningBackend.of(CryptoBackend.of(CryptoBackend.Choice.JDK));

    private Path keys = Path.of("");
    private int asRules;
    private int compared;

    @BeforeAll
    void keys(@TempDir Path folder) throws Exception {
        OpenDkim.require(); // and with it openssl
        keys = TestKeys.in(folder);
    }

    @AfterAll
    void enoughWasCompared() {
        assertTrue(asRules >= 20, asRules + " configurations became rules");
        assertTrue(compared >= asRules * CASES / 4, compared + " messages were compared");
    }

    static Stream<Scenario> scenarios() {
        RandomGenerator random = Fuzzing.random(4);
        return Stream.concat(
                Scenarios.all().stream(),
                Stream.generate(() -> RandomScenario.of(random)).limit(15));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void decidesAlike(Scenario scenario, @TempDir Path folder) throws Exception {
        TestKeys.copy(keys, folder);
        for (Dialect dialect : Dialect.values()) {
            Imported imported = Imported.of(scenario.write(folder), dialect, BACKEND);
            Optional<OpenDkimDecider> decider = imported.configuration().decider();
            assertEquals(decider.isPresent(), imported.toml().isPresent());
            if (decider.isEmpty()) {
                continue;
            }
            Path file = Files.writeString(
                    folder.resolve("vidimus.toml"), imported.toml().orElseThrow());
            Settings settings = Settings.of(assertInstanceOf(
                            ConfigFile.Reading.Valid.class, ConfigFile.read(file, Keys.ROOT), imported.toml()::get)
                    .values());
            if (imported.asRules()) {
                asRules++;
                compare(scenario, decider.get(), settings, imported.toml().get());
            } else {
                assertEquals(
                        Optional.of(folder.resolve("conf")), settings.sign().openDkim());
            }
        }
    }

    private void compare(Scenario scenario, OpenDkimDecider decider, Settings settings, String toml) {
        Loaded loaded = Signing.look(settings.sign());
        assertEquals(List.of(), loaded.errors());
        List<Case> cases = new ArrayList<>(scenario.cases());
        RandomGenerator random = Fuzzing.random(scenario.name().hashCode());
        for (int i = 0; i < CASES; i++) {
            cases.add(RandomCase.of(random));
        }
        for (Case message : cases) {
            Occasion occasion = message.occasion(decider.macros());
            if (hasOneAuthor(message, occasion)) {
                String theirs = Verdict.of(message, decider.decide(occasion));
                String ours = Verdict.of(message, loaded.decider().decide(inside(occasion, settings)));
                assertEquals(theirs, ours, () -> message + "\n" + toml);
                compared++;
            }
        }
    }

    /// Rules sign for one author only, whatever the tables say of the first.
    private static boolean hasOneAuthor(Case message, Occasion occasion) {
        return occasion.author() instanceof Author.Single
                && occasion.header().named(Bytes.utf8("From")).size() == 1
                && !message.header().toString().contains("elsewhere");
    }

    private static Occasion inside(Occasion occasion, Settings settings) {
        ConnectionFacts connection = occasion.connection();
        Optional<Skip> inside = connection.authentication().isPresent()
                ? Optional.of(Skip.AUTHENTICATED)
                : connection
                        .client()
                        .filter(client -> settings.pipeline().trust().networks().stream()
                                .anyMatch(network -> network.contains(client)))
                        .map(_ -> Skip.TRUSTED_NETWORK);
        return new Occasion(
                connection, inside, occasion.mailFrom(), occasion.recipients(), occasion.header(), occasion.author());
    }
}
