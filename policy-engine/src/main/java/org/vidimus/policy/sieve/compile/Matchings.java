package org.vidimus.policy.sieve.compile;

import java.util.List;
import java.util.Optional;
import org.vidimus.policy.sieve.run.Collation;
import org.vidimus.policy.sieve.run.MatchType;
import org.vidimus.policy.sieve.run.Matching;
import org.vidimus.policy.sieve.run.Relation;
import org.vidimus.policy.sieve.run.Text;
import org.vidimus.policy.sieve.syntax.Literal;

/// Reads the match type and the comparator of a test (§2.7.1, §2.7.3).
final class Matchings {
    static final String GROUP = "match type";
    private static final String COMPARATOR = "comparator";

    private Matchings() {}

    /// @param captures whether what wildcards stand for is kept
    static Matching of(Call call, List<Literal> keys, boolean captures, Compilation compilation) {
        MatchType type = type(call);
        Collation collation = call.tagString(COMPARATOR)
                .map(name -> collation(name, compilation))
                .orElse(Collation.ASCII_CASEMAP);
        if (!collation.hasSubstrings() && (type == MatchType.CONTAINS || type == MatchType.MATCHES)) {
            compilation.error(
                    call.at(),
                    ":" + (type == MatchType.CONTAINS ? "contains" : "matches") + " cannot be used with "
                            + collation.word());
        }
        List<Text> texts = keys.stream().map(compilation::text).toList();
        return new Matching(type, collation, relation(call, compilation), texts, captures);
    }

    private static MatchType type(Call call) {
        for (MatchType type : MatchType.values()) {
            if (call.has(type.name().toLowerCase(java.util.Locale.ROOT))) {
                return type;
            }
        }
        return MatchType.IS;
    }

    private static Relation relation(Call call, Compilation compilation) {
        Optional<Literal> name = call.tagString("value").or(() -> call.tagString("count"));
        return name.map(given -> Relation.named(given.text()).orElseGet(() -> {
                    compilation.error(given.at(), "not one of \"gt\", \"ge\", \"lt\", \"le\", \"eq\", \"ne\"");
                    return Relation.EQ;
                }))
                .orElse(Relation.EQ);
    }

    private static Collation collation(Literal name, Compilation compilation) {
        Optional<Collation> known = Collation.named(name.text());
        if (known.isEmpty()) {
            compilation.error(name.at(), "there is no comparator \"" + name.text() + "\"");
            return Collation.OCTET;
        }
        // §2.7.3: the other two are there without being required.
        if (known.get() == Collation.ASCII_NUMERIC) {
            compilation.needs("comparator-" + name.text(), "the comparator", name.at());
        }
        return known.get();
    }
}
