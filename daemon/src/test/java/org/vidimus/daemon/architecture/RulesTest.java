package org.vidimus.daemon.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The checks themselves, on graphs with a planted fault: a check that cannot fail proves nothing.
class RulesTest {
    private static final Map<String, Set<String>> MODULES = Map.of("a", Set.of("b"), "b", Set.of());
    private static final List<Set<String>> LAYERS = List.of(Set.of("low"), Set.of("left", "right"), Set.of("top"));

    private static List<Use> uses(String... lines) {
        return Stream.of(lines)
                .map(line -> line.split(" -> "))
                .map(pair -> new Use(pair[0], pair[1]))
                .toList();
    }

    @Test
    void modulesMayUseOnlyWhatTheyAreAllowed() {
        assertEquals(
                List.of("b.Y uses a.x.X", "c.Z is in no module's packages"),
                Rules.modules(
                        uses("a.X -> b.Y", "a.X -> a.x.X", "b.Y -> a.x.X", "b.Y -> java.lang.String", "c.Z -> a.X"),
                        MODULES));
    }

    @Test
    void packagesMayUseOnlyLayersBelow() {
        assertEquals(
                List.of("p.low.A uses p.top.B", "p.left.A uses p.right.B", "p.new has no place in the order"),
                Rules.layers(
                        uses(
                                "p.top.A -> p.low.B",
                                "p.low.A -> p.low.B",
                                "p.low.A -> p.top.B",
                                "p.left.A -> p.right.B",
                                "p.new.A -> p.low.B",
                                "p.new.A -> p.low.C",
                                "other.A -> p.low.B"),
                        "p",
                        LAYERS));
    }

    @Test
    void aCycleIsNamed() {
        assertEquals(
                List.of("p", "q", "r"),
                Rules.cycle(
                        uses("a.A -> p.A", "p.A -> q.A", "q.B -> r.A", "r.B -> p.C", "r.A -> z.Z", "z.Z -> z.Y"),
                        type -> new Use(type, "").fromPackage()));
    }

    @Test
    void aTreeHasNoCycle() {
        assertEquals(
                List.of(),
                Rules.cycle(
                        uses("a.A -> b.A", "a.A -> c.A", "b.A -> c.A", "c.A -> c.B"), type -> type.substring(0, 1)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.security.PrivateKey",
                "java.security.KeyPair",
                "java.security.KeyPairGenerator",
                "java.security.KeyStore$PrivateKeyEntry",
                "java.security.interfaces.RSAPrivateCrtKey",
                "java.security.interfaces.EdECPrivateKey",
                "java.security.spec.PKCS8EncodedKeySpec",
                "java.security.spec.RSAPrivateKeySpec",
                "javax.crypto.EncryptedPrivateKeyInfo",
                "javax.security.auth.x500.X500PrivateCredential",
                "org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters",
                "org.bouncycastle.asn1.pkcs.PrivateKeyInfo",
                "org.bouncycastle.openssl.PEMKeyPair",
            })
    void privateKeyTypesAreSeenOutsideTheirHome(String type) {
        List<Use> uses = uses("a.X -> " + type, "home.keys.X -> " + type, "a.X -> java.security.PublicKey");
        assertEquals(List.of("a.X names " + type), Rules.privateKeys(uses, "home"));
    }

    @Test
    void jdepsSeesAKeyThatIsOnlyPassedOn(@TempDir Path folder) throws Exception {
        Path source = folder.resolve("Planted.java");
        Files.writeString(source, """
                package org.planted;
                class Planted {
                    static boolean any(java.security.KeyStore.ProtectionParameter p, java.security.KeyStore s)
                            throws Exception {
                        return s.getKey("java.security.KeyPair", null) instanceof java.security.PrivateKey;
                    }
                }
                """);
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(System.out, System.err, "-proc:none", "-d", folder.toString(), source.toString());
        assertEquals(0, status);
        List<Use> uses = Use.in(folder);
        assertTrue(uses.contains(new Use("org.planted.Planted", "java.security.KeyStore$ProtectionParameter")));
        assertEquals(
                List.of("org.planted.Planted names java.security.PrivateKey"), Rules.privateKeys(uses, "org.vidimus"));
    }
}
