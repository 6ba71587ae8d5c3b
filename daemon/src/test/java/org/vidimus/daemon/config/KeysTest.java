package org.vidimus.daemon.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vidimus.daemon.config.ConfigFile.Reading;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.DnsSettings;
import org.vidimus.policy.dns.ServerAddress;

/// Every key three times: left out, written, and written wrong.
class KeysTest {
    private static final Path SUFFIXES = suffixes();

    /// Whatever they are here: those of resolv.conf, or the one on this machine.
    private static final List<ServerAddress> SYSTEM_SERVERS = systemServers();

    private static List<ServerAddress> systemServers() {
        try {
            return ServerAddress.ofResolvConf(Bytes.of(Files.readAllBytes(Path.of("/etc/resolv.conf"))));
        } catch (IOException _) {
            return DnsSettings.DEFAULT.servers();
        }
    }

    private static Path suffixes() {
        try {
            Path file = Files.createTempFile("suffixes", ".dat");
            file.toFile().deleteOnExit();
            return Files.writeString(file, "example\nco.example\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param path the key with its tables
    /// @param setting what the key decides, from the settings it is mapped to
    /// @param fallback the setting when the key is left out
    /// @param written a value as TOML
    /// @param set the setting then
    /// @param wrong a value that is refused
    /// @param complaint what is said about it, after the key
    record Row(
            String path,
            Function<Settings, Object> setting,
            String fallback,
            String written,
            String set,
            String wrong,
            String complaint) {
        @Override
        public String toString() {
            return path;
        }
    }

    static List<Row> rows() {
        return List.of(
                new Row(
                        "milter.listen",
                        settings -> settings.server().sockets(),
                        "[inet:8891@127.0.0.1]",
                        "[\"inet:localhost:0\", \"unix:/run/a.sock\", \"inet6:1@[::1]\"]",
                        "[inet:0@localhost, unix:/run/a.sock, inet6:1@[::1]]",
                        "[]",
                        "has 0 elements"),
                new Row(
                        "milter.socket-mode",
                        settings -> settings.server().socketFile().permissions().size(),
                        "4",
                        "\"0600\"",
                        "2",
                        "\"0999\"",
                        "\"0999\" is no mode"),
                new Row(
                        "milter.socket-group",
                        settings -> settings.server().socketFile().group(),
                        "Optional.empty",
                        "\"postfix\"",
                        "Optional[postfix]",
                        "\"\"",
                        "\"\" is empty"),
                new Row(
                        "milter.max-connections",
                        settings -> settings.server().limits().connections(),
                        "10000",
                        "5",
                        "5",
                        "0",
                        "0 is out of range"),
                new Row(
                        "milter.connection-buffer",
                        settings -> settings.server().limits().connectionBytes(),
                        "262144",
                        "\"64K\"",
                        "65536",
                        "\"1K\"",
                        "\"1K\" is out of range"),
                new Row(
                        "milter.total-buffer",
                        settings -> settings.server().limits().totalBytes(),
                        "67108864",
                        "\"1G\"",
                        "1073741824",
                        "\"1GB\"",
                        "\"1GB\" is not a number and a unit"),
                new Row(
                        "milter.idle-timeout",
                        settings -> settings.server().limits().idleTime(),
                        "PT2H10S",
                        "\"3h\"",
                        "PT3H",
                        "\"0s\"",
                        "\"0s\" is out of range"),
                new Row(
                        "milter.negotiation-timeout",
                        settings -> settings.server().limits().negotiationTime(),
                        "PT1M",
                        "\"30s\"",
                        "PT30S",
                        "\"2h\"",
                        "\"2h\" is out of range"),
                new Row(
                        "milter.command-timeout",
                        settings -> settings.server().limits().commandTime(),
                        "PT9S",
                        "\"1500ms\"",
                        "PT1.5S",
                        "9",
                        "is the integer 9"),
                new Row(
                        "milter.message-timeout",
                        settings -> settings.server().limits().messageTime(),
                        "PT4M",
                        "\"5m\"",
                        "PT5M",
                        "true",
                        "is the boolean true"),
                new Row(
                        "milter.progress-interval",
                        settings -> settings.server().limits().progressInterval(),
                        "PT15S",
                        "\"10s\"",
                        "PT10S",
                        "\"soon\"",
                        "\"soon\" is not a number and a unit"),
                new Row(
                        "milter.drain-timeout",
                        settings -> settings.server().limits().drainTime(),
                        "PT30S",
                        "\"0s\"",
                        "PT0S",
                        "\"-1s\"",
                        "\"-1s\" is not a number and a unit"),
                new Row(
                        "dns.servers",
                        settings -> settings.dns().servers(),
                        SYSTEM_SERVERS.toString(),
                        "[\"192.0.2.1\", \"127.0.0.1:5353\", \"[::1]:53\"]",
                        "[192.0.2.1:53, 127.0.0.1:5353, [0:0:0:0:0:0:0:1]:53]",
                        "\"127.0.0.1\"",
                        "is the string \"127.0.0.1\""),
                new Row(
                        "dns.timeout",
                        settings -> settings.dns().timeout(),
                        "PT2S",
                        "\"500ms\"",
                        "PT0.5S",
                        "\"9ms\"",
                        "\"9ms\" is out of range"),
                new Row("dns.attempts", settings -> settings.dns().attempts(), "3", "5", "5", "0", "0 is out of range"),
                new Row(
                        "dns.trust-dnssec",
                        settings -> settings.dns().trustAuthentic(),
                        "false",
                        "true",
                        "true",
                        "\"yes\"",
                        "is the string \"yes\""),
                new Row(
                        "dns.max-concurrent",
                        settings -> settings.dns().concurrent(),
                        "1000",
                        "20",
                        "20",
                        "100001",
                        "100001 is out of range"),
                new Row(
                        "dns.question-time",
                        settings -> settings.budgets().dns().timePerQuestion(),
                        "PT5S",
                        "\"10s\"",
                        "PT10S",
                        "\"2m\"",
                        "\"2m\" is out of range"),
                new Row(
                        "dns.message-time",
                        settings -> settings.budgets().dns().timePerMessage(),
                        "PT25S",
                        "\"1m\"",
                        "PT1M",
                        "\"1ms\"",
                        "\"1ms\" is out of range"),
                new Row(
                        "dns.message-questions",
                        settings -> settings.budgets().dns().questions(),
                        "200",
                        "100",
                        "100",
                        "19",
                        "19 is out of range"),
                new Row(
                        "dns.cache-size",
                        settings -> settings.dns().cache().bytes(),
                        "16777216",
                        "\"0\"",
                        "0",
                        "\"2G\"",
                        "\"2G\" is out of range"),
                new Row(
                        "dns.ttl-floor",
                        settings -> settings.dns().cache().ttlFloor(),
                        "PT5S",
                        "\"0s\"",
                        "PT0S",
                        "\"2m\"",
                        "\"2m\" is out of range"),
                new Row(
                        "dns.ttl-ceiling",
                        settings -> settings.dns().cache().ttlCeiling(),
                        "PT24H",
                        "\"1h\"",
                        "PT1H",
                        "\"1s\"",
                        "\"1s\" is out of range"),
                new Row(
                        "dns.negative-ceiling",
                        settings -> settings.dns().cache().negativeCeiling(),
                        "PT1H",
                        "\"5m\"",
                        "PT5M",
                        "\"2d\"",
                        "\"2d\" is out of range"),
                new Row(
                        "dns.failure-time",
                        settings -> settings.dns().cache().failure(),
                        "PT5S",
                        "\"1m\"",
                        "PT1M",
                        "\"0s\"",
                        "\"0s\" is out of range"),
                new Row(
                        "dns.stale-time",
                        settings -> settings.dns().cache().stale(),
                        "PT1H",
                        "\"0s\"",
                        "PT0S",
                        "\"8d\"",
                        "\"8d\" is out of range"),
                new Row(
                        "verify.authserv-id",
                        settings -> settings.pipeline().verify().authservId(),
                        "Optional.empty",
                        "\"mx.example.com\"",
                        "Optional[mx.example.com]",
                        "\"mx example\"",
                        "\"mx example\", octet 3: not a letter"),
                new Row(
                        "verify.login-name",
                        settings -> settings.pipeline().verify().loginName(),
                        "false",
                        "true",
                        "true",
                        "\"yes\"",
                        "is the string \"yes\""),
                new Row(
                        "verify.iprev",
                        settings -> settings.pipeline().verify().iprev(),
                        "true",
                        "false",
                        "false",
                        "0",
                        "is the integer 0"),
                new Row(
                        "trust.networks",
                        settings -> settings.pipeline().trust().networks(),
                        "[127.0.0.0/8, ::1]",
                        "[\"192.0.2.0/24\", \"2001:db8::/32\", \"192.0.2.7\"]",
                        "[192.0.2.0/24, 2001:db8::/32, 192.0.2.7]",
                        "\"192.0.2.0/24\"",
                        "is the string \"192.0.2.0/24\""),
                new Row(
                        "trust.forwarders",
                        settings -> settings.pipeline().trust().forwarders(),
                        "[]",
                        "[\"*.lists.example\", \"relay.example\", \"10.0.0.0/8\", \"::1\"]",
                        "[*.lists.example, relay.example, 10.0.0.0/8, ::1]",
                        "1",
                        "is the integer 1"),
                new Row(
                        "roles.verify",
                        settings -> settings.pipeline().roles().verify(),
                        "[]",
                        "[\"inet:127.0.0.1:8891\"]",
                        "[inet:8891@127.0.0.1]",
                        "\"MTA\"",
                        "is the string \"MTA\""),
                new Row(
                        "roles.sign",
                        settings -> settings.pipeline().roles().sign(),
                        "[]",
                        "[\"MSA\"]",
                        "[msa]",
                        "false",
                        "is the boolean false"),
                new Row(
                        "spf.on-fail",
                        settings -> settings.pipeline().onSpf().onFail(),
                        "NONE",
                        "\"reject\"",
                        "REJECT",
                        "\"fail\"",
                        "\"fail\" is unknown"),
                new Row(
                        "spf.on-permerror",
                        settings -> settings.pipeline().onSpf().onPermerror(),
                        "NONE",
                        "\"quarantine\"",
                        "QUARANTINE",
                        "\"drop\"",
                        "\"drop\" is unknown"),
                new Row(
                        "spf.on-temperror",
                        settings -> settings.pipeline().onSpf().onTemperror(),
                        "ACCEPT",
                        "\"tempfail\"",
                        "TEMPFAIL",
                        "\"reject\"",
                        "\"reject\" is unknown"),
                new Row(
                        "dkim.minimum-key-bits",
                        settings -> settings.pipeline().dkim().minimumKeyBits(),
                        "1024",
                        "2048",
                        "2048",
                        "512",
                        "512 is out of range"),
                new Row(
                        "dkim.clock-skew",
                        settings -> settings.pipeline().dkim().clockSkew(),
                        "PT5M",
                        "\"1h\"",
                        "PT1H",
                        "\"2d\"",
                        "\"2d\" is out of range"),
                new Row(
                        "dkim.partial-body",
                        settings -> settings.pipeline().dkim().partialBody(),
                        "POLICY",
                        "\"accept\"",
                        "ACCEPT",
                        "\"pass\"",
                        "\"pass\" is unknown"),
                new Row(
                        "dkim.refused-domains",
                        settings -> settings.pipeline().dkim().refusedDomains(),
                        "[]",
                        "[\"co.example\"]",
                        "[co.example]",
                        "\"co.example\"",
                        "is the string \"co.example\""),
                new Row(
                        "dmarc.on-fail",
                        settings -> settings.pipeline().onDmarc().onFail(),
                        "QUARANTINE",
                        "\"reject\"",
                        "REJECT",
                        "\"discard\"",
                        "\"discard\" is unknown"),
                new Row(
                        "dmarc.on-temperror",
                        settings -> settings.pipeline().onDmarc().onTemperror(),
                        "ACCEPT",
                        "\"tempfail\"",
                        "TEMPFAIL",
                        "\"quarantine\"",
                        "\"quarantine\" is unknown"),
                new Row(
                        "dmarc.several-authors",
                        settings -> settings.pipeline().dmarc().severalAuthors(),
                        "EVALUATE",
                        "\"reject\"",
                        "REJECT",
                        "\"none\"",
                        "\"none\" is unknown"),
                new Row(
                        "dmarc.authors",
                        settings -> settings.pipeline().dmarc().authors(),
                        "5",
                        "1",
                        "1",
                        "0",
                        "0 is out of range"),
                new Row(
                        "dmarc.no-author",
                        settings -> settings.pipeline().dmarc().noAuthor(),
                        "NONE",
                        "\"quarantine\"",
                        "QUARANTINE",
                        "\"accept\"",
                        "\"accept\" is unknown"),
                new Row(
                        "dmarc.unreadable-author",
                        settings -> settings.pipeline().dmarc().unreadableAuthor(),
                        "QUARANTINE",
                        "\"reject\"",
                        "REJECT",
                        "\"accept\"",
                        "\"accept\" is unknown"),
                new Row(
                        "dmarc.testing-keys",
                        settings -> settings.pipeline().dmarc().testingKeys(),
                        "false",
                        "true",
                        "true",
                        "\"y\"",
                        "is the string \"y\""),
                new Row(
                        "dmarc.mode",
                        settings -> settings.pipeline().dmarc().mode(),
                        "TREE_WALK",
                        "\"psl\"\ndmarc.public-suffix-list = \"" + SUFFIXES + "\"",
                        "PSL",
                        "\"psl\"",
                        "\"psl\" needs a public-suffix-list"),
                new Row(
                        "dmarc.public-suffix-list",
                        settings -> settings.pipeline().dmarc().suffixes().map(list -> list.size()),
                        "Optional.empty",
                        "\"" + SUFFIXES + "\"",
                        "Optional[2]",
                        "\"/nowhere\"",
                        "\"/nowhere\" cannot be read"),
                new Row(
                        "arc.trusted-sealers",
                        settings -> settings.pipeline().trust().sealers(),
                        "[]",
                        "[\"Lists.Example\"]",
                        "[lists.example]",
                        "\"lists.example\"",
                        "is the string \"lists.example\""),
                new Row(
                        "log.format",
                        settings -> settings.log().format(),
                        "TEXT",
                        "\"json\"",
                        "JSON",
                        "\"xml\"",
                        "\"xml\" is unknown"),
                new Row(
                        "log.level",
                        settings -> settings.log().level(),
                        "INFO",
                        "\"debug\"",
                        "DEBUG",
                        "3",
                        "is the integer 3"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void leftOutItHasItsDefault(Row row) {
        assertEquals(row.fallback(), row.setting().apply(settings("")).toString());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void writtenItIsSet(Row row) {
        assertEquals(
                row.set(),
                row.setting()
                        .apply(settings(row.path() + " = " + row.written()))
                        .toString());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void writtenWrongItIsRefused(Row row) {
        Reading reading = ConfigFile.read("f", row.path() + " = " + row.wrong(), Keys.ROOT);
        List<Problem> problems =
                assertInstanceOf(Reading.Invalid.class, reading).problems();
        assertEquals(1, problems.size());
        String said = problems.getFirst().toString();
        assertTrue(said.startsWith("f:1:1: " + row.path() + ": " + row.complaint()), said);
    }

    @Test
    void noKeyLacksItsThreeTests() {
        assertEquals(
                paths("", Keys.ROOT).toList(), rows().stream().map(Row::path).toList());
    }

    @Test
    void everyKeyIsDocumentedInWholeSentences() {
        Stream.concat(Keys.ROOT.keys().stream(), leaves(Keys.ROOT)).forEach(key -> {
            assertTrue(key.doc().endsWith("."), key.name());
            assertTrue(Character.isUpperCase(key.doc().charAt(0)), key.name());
            assertTrue(key.fallbackToml().isPresent() || !key.example().isEmpty(), key.name());
        });
    }

    private static Settings settings(String text) {
        return Settings.of(assertInstanceOf(Reading.Valid.class, ConfigFile.read("f", text, Keys.ROOT))
                .values());
    }

    private static Stream<String> paths(String before, TableType table) {
        return table.keys().stream()
                .flatMap(key -> key.type() instanceof TableType below
                        ? paths(before + key.name() + ".", below)
                        : Stream.of(before + key.name()));
    }

    private static Stream<Key<?>> leaves(TableType table) {
        return table.keys().stream()
                .flatMap(key -> key.type() instanceof TableType below ? leaves(below) : Stream.of(key));
    }
}
