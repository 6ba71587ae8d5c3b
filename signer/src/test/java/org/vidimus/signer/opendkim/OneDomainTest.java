package org.vidimus.signer.opendkim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Spec;

/// A login without a domain may have mail signed while all of it is signed for one domain.
class OneDomainTest {
    @Spec("SGN-29")
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            k example.com:s:/k1                            | true
            k example.com:s:/k1 / l EXAMPLE.com:t:/k2      | true
            k example.com:s:/k1 / l example.org:t:/k2      | false
            k %:s:/k1                                      | false
            k example.com:s:/k1 / l corrupt                | true
            """)
    void aKeyTableIsOfOneDomainIfAllItsKeysAre(String lines, boolean expected) {
        Files files = new Files()
                .put("/c", "SigningTable csl:*=k\nKeyTable file:/keys")
                .put("/keys", lines.replace(" / ", "\n"));
        assertEquals(expected, signsForOneDomain(files));
    }

    @Spec("SGN-29")
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Domain example.com                             | true
            Domain example.com, example.org                | false
            Domain *                                       | false
            Domain example.com / SubDomains yes            | false
            Domain refile:/domains                         | false
            """)
    void aListOfDomainsIsOneDomainIfItIsExactlyOne(String lines, boolean expected) {
        Files files = new Files()
                .put("/c", "Selector s\nKeyFile /k1\n" + lines.replace(" / ", "\n"))
                .put("/domains", "example.com");
        assertEquals(expected, signsForOneDomain(files));
    }

    private static boolean signsForOneDomain(Files files) {
        return OpenDkimConfiguration.load(Path.of("/c"), Dialect.STRICT, files, NoKey.READER)
                .decider()
                .orElseThrow()
                .signsForOneDomain();
    }
}
