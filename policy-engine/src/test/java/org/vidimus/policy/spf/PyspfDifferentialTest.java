package org.vidimus.policy.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.dns.RecordType;

/// Random zones and queries, answered by us and by pyspf: the results and explanations are the same, but for
/// the differences below, which docs/spf-differences.md argues.
@Spec("RFC 7208")
class PyspfDifferentialTest {
    private static final int ZONES = 3_500;

    /// Why the two may differ.
    private enum Difference {
        /// It takes `%%` at the end of a text for a stray percent sign; §7.1 has it among the macros.
        PERCENT_AT_THE_END,
        /// It refuses a record that includes its own domain, even if that is never reached.
        TRIVIAL_RECURSION,
        /// It counts names of the client as void lookups, and asks about all hosts of `mx` after a match too.
        MORE_VOID_LOOKUPS,
        /// A failing lookup of the client's names is a temporary error for it; §5.5 says no match. So it is
        /// where we ask nothing: about hosts of `mx` behind the match, and for terms behind it.
        MORE_TEMPORARY_ERRORS,
        /// It wants every modifier at most once; §6 says so of two.
        MODIFIER_TWICE,
        /// It takes `%{d0}`; §7.3 does not.
        ZERO_LABELS,
        /// Its `%{s}` has no `postmaster` where the local-part is empty, against §4.3.
        EMPTY_LOCAL_PART,
        /// It gives up an explanation if the client's name cannot be had; §7.3 has `unknown` then.
        UNKNOWN_CLIENT_NAME,
        /// Of several names of the client, none within the domain, it takes the first of the answer; we take
        /// the first of the alphabet.
        OTHER_CLIENT_NAME
    }

    @Test
    void agreesButForKnownDifferences() throws IOException, InterruptedException {
        Map<Difference, Integer> seen = new EnumMap<>(Difference.class);
        List<String> unexplained = new ArrayList<>();
        int passes = 0;
        try (Pyspf pyspf = Pyspf.start()) {
            for (int seed = 0; seed < ZONES; seed++) {
                RandomZone zone = new RandomZone(Fuzzing.random(seed), seed % 4 == 0 ? 5 : 0);
                SpfResult ours = zone.ours();
                Pyspf.Answer theirs = zone.theirs(pyspf);
                passes += ours.verdict() instanceof SpfVerdict.Pass ? 1 : 0;
                if (isSame(ours, theirs)) {
                    continue;
                }
                Optional<Difference> why = explain(zone, ours, theirs);
                why.ifPresentOrElse(
                        difference -> seen.merge(difference, 1, Integer::sum),
                        () -> unexplained.add(SpfTesting.words(ours) + " | " + theirs + "\n" + zone));
            }
        }
        assertEquals(List.of(), unexplained);
        assertEquals(EnumSet.allOf(Difference.class), seen.keySet(), "a difference that is none any more");
        int differences = seen.values().stream().mapToInt(Integer::intValue).sum();
        assertTrue(differences < ZONES / 10, seen.toString());
        assertTrue(passes > ZONES / 10, "the zones are too bad to say much: " + passes);
    }

    @Test
    void documentationArguesEach() throws IOException {
        String documentation = Files.readString(Path.of("..", "docs", "spf-differences.md"));
        for (Difference difference : Difference.values()) {
            assertTrue(documentation.contains("| `" + difference + "` |"), difference.name());
        }
    }

    private static boolean isSame(SpfResult ours, Pyspf.Answer theirs) {
        return ours.verdict().word().equals(theirs.result())
                && (!(ours.verdict() instanceof SpfVerdict.Fail fail)
                        || fail.explanation().orElse("DEFAULT").equals(theirs.explanation()));
    }

    private static Optional<Difference> explain(RandomZone zone, SpfResult ours, Pyspf.Answer theirs) {
        String said = theirs.result() + ": " + theirs.explanation();
        boolean both = ours.verdict().word().equals(theirs.result());
        if (said.startsWith("permerror: SPF Permanent Error: invalid-macro-char") && said.endsWith(" : %%")) {
            return Optional.of(Difference.PERCENT_AT_THE_END);
        }
        if (said.startsWith("permerror: SPF Permanent Error: include has trivial recursion")) {
            return Optional.of(Difference.TRIVIAL_RECURSION);
        }
        if (said.equals("permerror: SPF Permanent Error: Void lookup limit of 2 exceeded")
                && (zone.mentions("ptr") || zone.mentions("%{p") || zone.mentions("mx"))) {
            return Optional.of(Difference.MORE_VOID_LOOKUPS);
        }
        if (said.equals("temperror: SPF Temporary Error: DNS timeout") && failsOutsideTxt(zone)) {
            return Optional.of(Difference.MORE_TEMPORARY_ERRORS);
        }
        if (said.contains("= MUST appear at most once")) {
            return Optional.of(Difference.MODIFIER_TWICE);
        }
        if (SpfTesting.words(ours).endsWith("expected a number other than 0")) {
            return Optional.of(Difference.ZERO_LABELS);
        }
        if (both && zone.mailFrom.startsWith("@") && theirs.explanation().startsWith("@")) {
            return Optional.of(Difference.EMPTY_LOCAL_PART);
        }
        if (both && theirs.explanation().equals("DEFAULT") && zone.mentions("%{p") && failsOutsideTxt(zone)) {
            return Optional.of(Difference.UNKNOWN_CLIENT_NAME);
        }
        if (both && zone.mentions("%{p}") && zone.hasName(theirs.explanation())) {
            return Optional.of(Difference.OTHER_CLIENT_NAME);
        }
        return Optional.empty();
    }

    private static boolean failsOutsideTxt(RandomZone zone) {
        return zone.faults.stream().anyMatch(fault -> fault.type() != RecordType.TXT);
    }
}
