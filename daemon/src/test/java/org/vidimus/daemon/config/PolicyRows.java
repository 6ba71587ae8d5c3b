package org.vidimus.daemon.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The keys about what is done with mail that comes in.
final class PolicyRows {
    private static final Path SUFFIXES = file("suffixes", ".dat", "example\nco.example\n");
    private static final Path SCRIPT = file("policy", ".sieve", "require \"fileinto\"; fileinto \"Junk\";\n");

    private PolicyRows() {}

    private static Path file(String name, String end, String text) {
        try {
            Path file = Files.createTempFile(name, end);
            file.toFile().deleteOnExit();
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<KeyRow> all() {
        return List.of(
                new KeyRow(
                        "verify.authserv-id",
                        settings -> settings.pipeline().verify().authservId(),
                        "Optional.empty",
                        "\"mx.example.com\"",
                        "Optional[mx.example.com]",
                        "\"mx example\"",
                        "\"mx example\", octet 3: not a letter"),
                new KeyRow(
                        "verify.login-name",
                        settings -> settings.pipeline().verify().loginName(),
                        "false",
                        "true",
                        "true",
                        "\"yes\"",
                        "is the string \"yes\""),
                new KeyRow(
                        "verify.iprev",
                        settings -> settings.pipeline().verify().iprev(),
                        "true",
                        "false",
                        "false",
                        "0",
                        "is the integer 0"),
                new KeyRow(
                        "trust.networks",
                        settings -> settings.pipeline().trust().networks(),
                        "[127.0.0.0/8, ::1]",
                        "[\"192.0.2.0/24\", \"2001:db8::/32\", \"192.0.2.7\"]",
                        "[192.0.2.0/24, 2001:db8::/32, 192.0.2.7]",
                        "\"192.0.2.0/24\"",
                        "is the string \"192.0.2.0/24\""),
                new KeyRow(
                        "trust.forwarders",
                        settings -> settings.pipeline().trust().forwarders(),
                        "[]",
                        "[\"*.lists.example\", \"relay.example\", \"10.0.0.0/8\", \"::1\"]",
                        "[*.lists.example, relay.example, 10.0.0.0/8, ::1]",
                        "1",
                        "is the integer 1"),
                new KeyRow(
                        "roles.verify",
                        settings -> settings.pipeline().roles().verify(),
                        "[]",
                        "[\"inet:127.0.0.1:8891\"]",
                        "[inet:8891@127.0.0.1]",
                        "\"MTA\"",
                        "is the string \"MTA\""),
                new KeyRow(
                        "roles.sign",
                        settings -> settings.pipeline().roles().sign(),
                        "[]",
                        "[\"MSA\"]",
                        "[msa]",
                        "false",
                        "is the boolean false"),
                new KeyRow(
                        "spf.on-fail",
                        settings -> settings.pipeline().onSpf().onFail(),
                        "NONE",
                        "\"reject\"",
                        "REJECT",
                        "\"fail\"",
                        "\"fail\" is unknown"),
                new KeyRow(
                        "spf.on-permerror",
                        settings -> settings.pipeline().onSpf().onPermerror(),
                        "NONE",
                        "\"quarantine\"",
                        "QUARANTINE",
                        "\"drop\"",
                        "\"drop\" is unknown"),
                new KeyRow(
                        "spf.on-temperror",
                        settings -> settings.pipeline().onSpf().onTemperror(),
                        "ACCEPT",
                        "\"tempfail\"",
                        "TEMPFAIL",
                        "\"reject\"",
                        "\"reject\" is unknown"),
                new KeyRow(
                        "dkim.minimum-key-bits",
                        settings -> settings.pipeline().dkim().minimumKeyBits(),
                        "1024",
                        "2048",
                        "2048",
                        "512",
                        "512 is out of range"),
                new KeyRow(
                        "dkim.clock-skew",
                        settings -> settings.pipeline().dkim().clockSkew(),
                        "PT5M",
                        "\"1h\"",
                        "PT1H",
                        "\"2d\"",
                        "\"2d\" is out of range"),
                new KeyRow(
                        "dkim.partial-body",
                        settings -> settings.pipeline().dkim().partialBody(),
                        "POLICY",
                        "\"accept\"",
                        "ACCEPT",
                        "\"pass\"",
                        "\"pass\" is unknown"),
                new KeyRow(
                        "dkim.refused-domains",
                        settings -> settings.pipeline().dkim().refusedDomains(),
                        "[]",
                        "[\"co.example\"]",
                        "[co.example]",
                        "\"co.example\"",
                        "is the string \"co.example\""),
                new KeyRow(
                        "dmarc.on-fail",
                        settings -> settings.pipeline().onDmarc().onFail(),
                        "QUARANTINE",
                        "\"reject\"",
                        "REJECT",
                        "\"discard\"",
                        "\"discard\" is unknown"),
                new KeyRow(
                        "dmarc.on-temperror",
                        settings -> settings.pipeline().onDmarc().onTemperror(),
                        "ACCEPT",
                        "\"tempfail\"",
                        "TEMPFAIL",
                        "\"quarantine\"",
                        "\"quarantine\" is unknown"),
                new KeyRow(
                        "dmarc.several-authors",
                        settings -> settings.pipeline().dmarc().severalAuthors(),
                        "EVALUATE",
                        "\"reject\"",
                        "REJECT",
                        "\"none\"",
                        "\"none\" is unknown"),
                new KeyRow(
                        "dmarc.authors",
                        settings -> settings.pipeline().dmarc().authors(),
                        "5",
                        "1",
                        "1",
                        "0",
                        "0 is out of range"),
                new KeyRow(
                        "dmarc.no-author",
                        settings -> settings.pipeline().dmarc().noAuthor(),
                        "NONE",
                        "\"quarantine\"",
                        "QUARANTINE",
                        "\"accept\"",
                        "\"accept\" is unknown"),
                new KeyRow(
                        "dmarc.unreadable-author",
                        settings -> settings.pipeline().dmarc().unreadableAuthor(),
                        "QUARANTINE",
                        "\"reject\"",
                        "REJECT",
                        "\"accept\"",
                        "\"accept\" is unknown"),
                new KeyRow(
                        "dmarc.testing-keys",
                        settings -> settings.pipeline().dmarc().testingKeys(),
                        "false",
                        "true",
                        "true",
                        "\"y\"",
                        "is the string \"y\""),
                new KeyRow(
                        "dmarc.mode",
                        settings -> settings.pipeline().dmarc().mode(),
                        "TREE_WALK",
                        "\"psl\"\ndmarc.public-suffix-list = \"" + SUFFIXES + "\"",
                        "PSL",
                        "\"psl\"",
                        "\"psl\" needs a public-suffix-list"),
                new KeyRow(
                        "dmarc.public-suffix-list",
                        settings -> settings.pipeline().dmarc().suffixes().map(list -> list.size()),
                        "Optional.empty",
                        "\"" + SUFFIXES + "\"",
                        "Optional[2]",
                        "\"/nowhere\"",
                        "\"/nowhere\" cannot be read"),
                new KeyRow(
                        "arc.trusted-sealers",
                        settings -> settings.pipeline().trust().sealers(),
                        "[]",
                        "[\"Lists.Example\"]",
                        "[lists.example]",
                        "\"lists.example\"",
                        "is the string \"lists.example\""),
                new KeyRow(
                        "policy.script",
                        settings ->
                                settings.policy().map(script -> script.script().used()),
                        "Optional.empty",
                        "\"" + SCRIPT + "\"",
                        "Optional[[fileinto]]",
                        "\"\"",
                        "is the string \"\"; expected the path of a Sieve script"),
                new KeyRow(
                        "policy.time",
                        settings -> settings.budgets().sieve().time(),
                        "PT2S",
                        "\"250ms\"",
                        "PT0.25S",
                        "\"2h\"",
                        "\"2h\" is out of range; expected a duration of 10ms to 1m"),
                new KeyRow(
                        "policy.body-size",
                        settings -> settings.budgets().sieve().bodyBytes(),
                        "4194304",
                        "\"64K\"",
                        "65536",
                        "\"1G\"",
                        "\"1G\" is out of range; expected a size of 1K to 256M"),
                new KeyRow(
                        "policy.max-redirects",
                        settings -> settings.budgets().sieve().redirects(),
                        "10",
                        "3",
                        "3",
                        "0",
                        "0 is out of range; expected an integer from 1 to 1000"));
    }
}
