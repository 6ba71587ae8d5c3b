package org.vidimus.daemon.opendkim;

import java.util.List;
import java.util.random.RandomGenerator;

/// Configurations by chance.
final class RandomScenario {
    private static final List<String> KEYS = List.of(
            "*",
            "example.com",
            "Example.com",
            ".example.com",
            ".com",
            "u@example.com",
            "u@.example.com",
            "u@.com",
            "u@*",
            "v@*",
            "b.example.com",
            "*@example.com",
            "com",
            "\"q q\"@example.com");
    private static final List<String> PATTERNS = List.of(
            "*",
            "*@example.com",
            "*@*.example.com",
            "u@*",
            "u+*@*",
            "[uv]@example.(com|net)",
            "*@example.???",
            "*.com",
            "*example.com",
            "u{1,2}@*",
            "(u|v",
            "^u@*",
            "*@example.com$",
            "u@|v@",
            "\\w+@example.com",
            "[[:alpha:]]@*",
            "*@[^b]*",
            "x?u@*",
            "()u@*");
    private static final List<String> VALUES = List.of(
            "ka",
            "kb",
            "kc",
            "kp",
            "kp:%@%",
            "kb:u@example.com",
            "kc:@sub.example.com",
            "kf",
            "none",
            "kb:x@y",
            "%",
            "KB");
    private static final List<String> HOSTS = List.of(
            "127.0.0.1",
            "192.0.2.0/24",
            "!192.0.2.9",
            "cli.net",
            ".b.net",
            "!bad.b.net",
            "2001:db8::/32",
            "10.0.0.0/8",
            "::1");

    private RandomScenario() {}

    static Scenario of(RandomGenerator random) {
        String type = random.nextBoolean() ? "file" : "refile";
        StringBuilder lines = new StringBuilder();
        for (int i = random.nextInt(1, 7); i > 0; i--) {
            lines.append(RandomCase.pick(type.equals("file") ? KEYS : PATTERNS, random))
                    .append(RandomCase.pick(List.of(" ", "\t", "  "), random))
                    .append(RandomCase.pick(VALUES, random))
                    .append(RandomCase.pick(List.of("\n", "\r\n", " # comment\n", " \n"), random));
        }
        StringBuilder hosts = new StringBuilder();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            hosts.append(RandomCase.pick(HOSTS, random)).append('\n');
        }
        String more = (random.nextBoolean() ? "MultipleSignatures yes\n" : "")
                + (random.nextBoolean() ? "InternalHosts @/hosts\n" : "")
                + (random.nextInt(3) == 0 ? "Canonicalization relaxed/simple\n" : "")
                + (random.nextInt(3) == 0 ? "OversignHeaders From,Subject\n" : "");
        String name = "by chance, " + type + " " + Integer.toHexString(random.nextInt());
        return Scenario.tables(name, more, type, lines.toString(), Scenario.KEYS)
                .with("hosts", hosts.toString());
    }
}
