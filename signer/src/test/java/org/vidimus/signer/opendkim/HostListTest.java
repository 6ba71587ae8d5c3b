package org.vidimus.signer.opendkim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.AddressText;

@Spec("ODK-7")
class HostListTest {
    private static final Path CONF = Path.of("/c");

    static HostList list(String type, String entries, List<Lint> lints) {
        Files files =
                new Files().put("/c", "InternalHosts " + type + ":/hosts").put("/hosts", entries.replace(' ', '\n'));
        OpenDkimFile file = OpenDkimFile.read(CONF, files, Dialect.STRICT);
        return new HostList(new DatasetReader(files, Dialect.STRICT, Path.of("/"), lints)
                .read(file, "InternalHosts", true, false)
                .orElseThrow());
    }

    private static boolean holds(String type, String entries, String client) {
        HostList list = list(type, entries, new ArrayList<>());
        return AddressText.parse(client)
                .map(list::address)
                .orElseGet(() -> list.name(client))
                .filter(HostList.Hit::member)
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "cli.net, cli.net, true",
        "cli.net, a.cli.net, false",
        ".cli.net, a.cli.net, true",
        ".cli.net, cli.net, false",
        "CLI.net, cli.NET, true",
        "192.0.2.0/24, 192.0.2.9, true",
        "192.0.2.1/24, 192.0.2.9, false",
        "192.0.2/24, 192.0.2.9, false",
        "2001:db8::/32, 2001:db8::5, true",
        "[2001:db8::]/32, 2001:db8::5, true",
        "2001:DB8::5, 2001:db8::5, true",
        "[2001:db8::5], 2001:db8::5, true",
        "2001:0db8:0:0:0:0:0:5, 2001:db8::5, false",
        "[192.0.2.9], 192.0.2.9, false",
        "[192.0.2.0]/24, 192.0.2.9, true",
        "0.0.0.0/0, 192.0.2.9, true",
        "::/0, 2001:db8::5, true",
        "!192.0.2.9 192.0.2.0/24, 192.0.2.9, false", // more specific
        "!192.0.2.0/24 192.0.2.9, 192.0.2.9, true",
        "!192.0.2.0/24 192.0.2.0/24, 192.0.2.7, false", // at the same length no wins
        "!a.cli.net .cli.net, a.cli.net, false",
        "!a.cli.net .cli.net, b.cli.net, true"
    })
    void asksForTheMostSpecificFirst(String entries, String client, boolean member) {
        assertEquals(member, holds("file", entries, client));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.*, 192.0.2.9, true",
        "*.cli.net, a.cli.net, false", // !a.cli.net is asked first, and matches
        "a*.cli.net, a.cli.net, true"
    })
    void patternsMatchTheQuestionWithItsMark(String entries, String client, boolean member) {
        assertEquals(member, holds("refile", entries, client));
    }

    @ParameterizedTest
    @CsvSource({
        "file, 192.0.2.1/24, host-bits",
        "file, 192.0.2/24, not-a-network",
        "file, [192.0.2.9], brackets",
        "file, 2001:0db8::5, address-spelling",
        "file, ::ffff:192.0.2.9, address-spelling",
        "refile, *.cli.net, pattern-negates",
        "file, 192.0.2.0/24, ",
        "file, .cli.net, ",
        "file, 2001:DB8::/32, "
    })
    void whatNeverMatchesIsTold(String type, String entry, @Nullable String code) {
        List<Lint> lints = new ArrayList<>();
        new HostLint(lints).check(list(type, entry, lints));
        assertEquals(
                code == null ? List.of() : List.of(code),
                lints.stream().map(Lint::code).toList());
    }
}
