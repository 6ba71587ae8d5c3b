package org.vidimus.daemon.architecture;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// The checks of [ArchitectureTest], on a graph given as values. Each returns what breaks the rule, one line a case.
final class Rules {
    /// Types that hold, make or carry a private key.
    private static final Pattern PRIVATE_KEY = Pattern.compile("java\\.security\\.(PrivateKey|KeyPair.*)"
            + "|java\\.security\\.KeyStore\\$PrivateKeyEntry"
            + "|java\\.security\\.interfaces\\..*Private.*"
            + "|java\\.security\\.spec\\.(PKCS8EncodedKeySpec|.*Private.*)"
            + "|javax\\.crypto\\.EncryptedPrivateKeyInfo"
            + "|javax\\.security\\..*Private.*"
            + "|org\\.bouncycastle\\..*(Private|KeyPair|PKCS8).*");

    private Rules() {}

    /// Uses between modules that `allowed` does not list. A module is the name of its root package.
    static List<String> modules(Collection<Use> uses, Map<String, Set<String>> allowed) {
        List<String> broken = new ArrayList<>();
        for (Use use : uses) {
            Optional<String> from = moduleOf(use.fromPackage(), allowed.keySet());
            Optional<String> to = moduleOf(use.toPackage(), allowed.keySet());
            if (from.isEmpty()) {
                broken.add(use.user() + " is in no module's packages");
            } else if (to.isPresent()
                    && !to.equals(from)
                    && !allowed.getOrDefault(from.get(), Set.of()).contains(to.get())) {
                broken.add(use.user() + " uses " + use.used());
            }
        }
        return broken;
    }

    /// Uses between packages below `root` that go against the order of `layers`: a package may use those of the layers
    /// before its own, and none beside it. Packages that no layer names are broken too.
    static List<String> layers(Collection<Use> uses, String root, List<Set<String>> layers) {
        List<String> broken = new ArrayList<>();
        for (Use use : uses) {
            if (!inside(use.fromPackage(), root)) {
                continue;
            }
            int from = layerOf(use.fromPackage(), root, layers);
            if (from < 0) {
                broken.add(use.fromPackage() + " has no place in the order");
            } else if (inside(use.toPackage(), root)
                    && !use.toPackage().equals(use.fromPackage())
                    && layerOf(use.toPackage(), root, layers) >= from) {
                broken.add(use.user() + " uses " + use.used());
            }
        }
        return broken.stream().distinct().toList();
    }

    /// One cycle of the graph whose nodes are `node(class)`, as the nodes on it, or nothing.
    static List<String> cycle(Collection<Use> uses, Function<String, String> node) {
        Map<String, Set<String>> graph = new TreeMap<>();
        for (Use use : uses) {
            String from = node.apply(use.user());
            String to = node.apply(use.used());
            Set<String> targets = graph.computeIfAbsent(from, absent -> new TreeSet<>());
            if (!from.equals(to)) {
                targets.add(to);
            }
        }
        // What uses nothing that is left is on no cycle; when nothing more can go, a walk must come back to itself.
        while (graph.values().removeIf(targets -> {
            targets.retainAll(graph.keySet());
            return targets.isEmpty();
        })) {}
        if (graph.isEmpty()) {
            return List.of();
        }
        List<String> walk = new ArrayList<>();
        String at = graph.keySet().iterator().next();
        while (!walk.contains(at)) {
            walk.add(at);
            at = graph.getOrDefault(at, Set.of()).iterator().next();
        }
        return List.copyOf(walk.subList(walk.indexOf(at), walk.size()));
    }

    /// Uses of a private key's type outside the package `home` and those below it.
    static List<String> privateKeys(Collection<Use> uses, String home) {
        return naming(uses, type -> PRIVATE_KEY.matcher(type).matches(), from -> inside(from, home));
    }

    /// Uses of the types that `forbidden` picks, except from the packages that `exempt` picks.
    static List<String> naming(Collection<Use> uses, Predicate<String> forbidden, Predicate<String> exempt) {
        return uses.stream()
                .filter(use -> forbidden.test(use.used()) && !exempt.test(use.fromPackage()))
                .map(use -> use.user() + " names " + use.used())
                .toList();
    }

    /// True for `root` itself and every package below it.
    static boolean inside(String name, String root) {
        return name.equals(root) || name.startsWith(root + ".");
    }

    private static Optional<String> moduleOf(String name, Set<String> modules) {
        return modules.stream().filter(module -> inside(name, module)).findFirst();
    }

    private static int layerOf(String name, String root, List<Set<String>> layers) {
        String rest = name.equals(root) ? "" : name.substring(root.length() + 1);
        for (int layer = 0; layer < layers.size(); layer++) {
            if (new HashSet<>(layers.get(layer)).contains(rest)) {
                return layer;
            }
        }
        return -1;
    }
}
