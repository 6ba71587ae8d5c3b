package org.vidimus.policy.sieve.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The match type, the comparator and the keys of one test, ready to be held against values (§2.7).
///
/// Immutable.
public final class Matching {
    private final MatchType type;
    private final Collation collation;
    private final Relation relation;
    private final List<Text> keys;
    private final @Nullable Glob[] globs;
    private final boolean captures;

    /// How to match.
    ///
    /// @param relation for [MatchType#VALUE] and [MatchType#COUNT]; not looked at for others
    /// @param captures whether what wildcards stand for is kept ([RFC 5229
    ///     §3.2](https://www.rfc-editor.org/rfc/rfc5229#section-3.2))
    public Matching(MatchType type, Collation collation, Relation relation, List<Text> keys, boolean captures) {
        this.type = type;
        this.collation = collation;
        this.relation = relation;
        this.keys = List.copyOf(keys);
        this.captures = captures;
        this.globs = new Glob[keys.size()];
        for (int i = 0; i < globs.length && type == MatchType.MATCHES; i++) {
            globs[i] =
                    keys.get(i).constant().map(key -> Glob.of(key, collation)).orElse(null);
        }
    }

    /// The same with other keys.
    public Matching withKeys(List<String> others) {
        return new Matching(
                type, collation, relation, others.stream().map(Text::of).toList(), captures);
    }

    /// Whether values are counted rather than looked at: then [#matchesCount] is to be asked.
    public boolean counts() {
        return type == MatchType.COUNT;
    }

    /// Whether `value` matches one of the keys.
    public boolean matches(String value, Run run) {
        for (int i = 0; i < keys.size(); i++) {
            run.spend(1);
            if (matches(value, i, run)) {
                return true;
            }
        }
        return false;
    }

    /// Whether one of `values` matches one of the keys, or their number does.
    public boolean matchesAny(Iterable<String> values, Run run) {
        long count = 0;
        for (String value : values) {
            count++;
            if (!counts() && matches(value, run)) {
                return true;
            }
        }
        return counts() && matchesCount(count, run);
    }

    /// Whether `count` values are as many as one of the keys says.
    public boolean matchesCount(long count, Run run) {
        String digits = Long.toString(count);
        for (Text key : keys) {
            run.spend(1);
            if (relation.holds(collation.order(digits, key.in(run)))) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(String value, int index, Run run) {
        return switch (type) {
            case IS -> {
                run.spendCharacters(value.length());
                yield collation.equal(value, keys.get(index).in(run));
            }
            case CONTAINS -> collation.contains(value, keys.get(index).in(run), run);
            case MATCHES -> fits(value, index, run);
            case VALUE -> {
                run.spendCharacters(value.length());
                yield relation.holds(collation.order(value, keys.get(index).in(run)));
            }
            case COUNT -> throw new IllegalStateException("values are counted, not matched");
        };
    }

    private boolean fits(String value, int index, Run run) {
        Glob prepared = globs[index];
        Glob glob = prepared != null ? prepared : glob(keys.get(index).in(run), run);
        if (!captures) {
            return glob.fits(value, run);
        }
        Optional<Glob.Spans> spans = glob.match(value, run);
        spans.ifPresent(found -> run.capture(captured(value, found.offsets())));
        return spans.isPresent();
    }

    private Glob glob(String key, Run run) {
        run.spendCharacters(8L * key.length());
        return Glob.of(key, collation);
    }

    /// `${0}` is the whole value, the others the wildcards from the left.
    private static List<String> captured(String value, List<Integer> offsets) {
        List<String> texts = new ArrayList<>(1 + offsets.size() / 2);
        texts.add(value);
        for (int i = 0; i < offsets.size(); i += 2) {
            texts.add(value.substring(offsets.get(i), offsets.get(i + 1)));
        }
        return texts;
    }
}
