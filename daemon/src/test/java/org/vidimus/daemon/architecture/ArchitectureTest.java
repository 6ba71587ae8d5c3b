package org.vidimus.daemon.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The module graph and the package order that ARCHITECTURE.md draws, held on what the compiler wrote.
class ArchitectureTest {
    private static final String MILTER = "org.vidimus.milter";
    private static final String POLICY = "org.vidimus.policy";
    private static final String SIGNER = "org.vidimus.signer";
    private static final String MTA = "org.vidimus.mta";
    private static final String DAEMON = "org.vidimus.daemon";

    /// Which module may use which.
    private static final Map<String, Set<String>> ALLOWED = Map.of(
            MILTER, Set.of(),
            POLICY, Set.of(),
            SIGNER, Set.of(POLICY),
            MTA, Set.of(MILTER, POLICY, SIGNER),
            DAEMON, Set.of(MILTER, POLICY, SIGNER, MTA));

    /// The packages of a module, the lowest first; those of one set stand side by side and do not know each other.
    private static final Map<String, List<Set<String>>> ORDER = Map.of(
            MILTER, List.of(Set.of("wire"), Set.of("net"), Set.of("filter"), Set.of("server", "client")),
            POLICY,
                    Stream.of(
                                    "base",
                                    "dns",
                                    "message",
                                    "mime",
                                    "authres",
                                    "iprev",
                                    "spf",
                                    "dkim",
                                    "arc",
                                    "dmarc",
                                    "phishing",
                                    "sieve.syntax",
                                    "sieve.run",
                                    "sieve.compile",
                                    "sieve.words",
                                    "sieve",
                                    "sieve.delivery",
                                    "sieve.suite",
                                    "pipeline")
                            .map(Set::of)
                            .toList(),
            SIGNER,
                    Stream.of("key", "dkim", "arc", "lifecycle", "rules", "opendkim", "outbound")
                            .map(Set::of)
                            .toList());

    /// What a caller of a library may meet in its signatures: the JDK and ourselves, and of the JDK no futures.
    private static final Pattern PRESENTABLE =
            Pattern.compile("(?!java\\.util\\.concurrent\\.(CompletableFuture|CompletionStage))"
                    + "(java\\.|javax\\.|org\\.vidimus\\.|org\\.jspecify\\.).*");

    /// What each module's classes use; jdeps takes a second a module, so it is asked once.
    private static final Map<String, List<Use>> USES =
            ALLOWED.keySet().stream().collect(Collectors.toMap(Function.identity(), ArchitectureTest::read));

    private static List<Use> read(String module) {
        Path classes = Repository.classes(module);
        return Files.isDirectory(classes.resolve("org")) ? Use.in(classes) : List.of();
    }

    private static List<Use> uses(String module) {
        return USES.getOrDefault(module, List.of());
    }

    private static List<Use> allUses() {
        return USES.values().stream().flatMap(List::stream).toList();
    }

    @Test
    void everyModuleIsBuilt() {
        for (String module : ALLOWED.keySet()) {
            assertTrue(
                    Files.exists(Repository.classes(module).resolve("module-info.class")),
                    () -> "build " + module + " first");
        }
        assertTrue(uses(MILTER).size() > 500, "jdeps found next to nothing");
    }

    @Test
    void modulesUseOnlyModulesBelow() {
        assertEquals(List.of(), Rules.modules(allUses(), ALLOWED));
    }

    @ParameterizedTest
    @ValueSource(strings = {MILTER, POLICY, SIGNER})
    void packagesUseOnlyPackagesBefore(String module) {
        assertEquals(List.of(), Rules.layers(uses(module), module, ORDER.getOrDefault(module, List.of())));
    }

    @Test
    void packagesFormNoCycle() {
        assertEquals(List.of(), Rules.cycle(allUses(), type -> new Use(type, "").fromPackage()));
    }

    @Test
    void privateKeysLiveInTheSignerOnly() {
        assertEquals(List.of(), Rules.privateKeys(allUses(), SIGNER));
    }

    @Test
    void nettyStaysWhereSocketsAre() {
        assertEquals(
                List.of(),
                Rules.naming(
                        allUses(),
                        type -> type.startsWith("io.netty."),
                        from -> Rules.inside(from, MILTER) || Rules.inside(from, MTA)));
    }

    @ParameterizedTest
    @ValueSource(strings = {MILTER, POLICY, SIGNER})
    void signaturesOfLibrariesNameNoThirdParty(String module) throws IOException {
        Path classes = Repository.classes(module);
        if (!Files.isDirectory(classes.resolve("org"))) {
            return; // nothing but a descriptor
        }
        Set<String> exported = exports(classes);
        assertEquals(
                List.of(),
                Rules.naming(
                        Use.inSignatures(classes),
                        PRESENTABLE.asMatchPredicate().negate(),
                        Predicate.not(exported::contains)));
    }

    private static Set<String> exports(Path classes) throws IOException {
        try (InputStream descriptor = Files.newInputStream(classes.resolve("module-info.class"))) {
            return ModuleDescriptor.read(descriptor).exports().stream()
                    .filter(export -> !export.isQualified())
                    .map(ModuleDescriptor.Exports::source)
                    .collect(Collectors.toSet());
        }
    }
}
