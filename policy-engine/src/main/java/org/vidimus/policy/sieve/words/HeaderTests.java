package org.vidimus.policy.sieve.words;

import java.util.List;
import org.vidimus.policy.sieve.compile.Call;
import org.vidimus.policy.sieve.compile.Compilation;
import org.vidimus.policy.sieve.compile.Shape;
import org.vidimus.policy.sieve.run.Condition;
import org.vidimus.policy.sieve.run.EditedHeader;
import org.vidimus.policy.sieve.run.Matching;
import org.vidimus.policy.sieve.run.Run;

/// Tests that look at header fields as they are (§5.5, §5.7).
final class HeaderTests {
    private HeaderTests() {}

    /// `shape` with what every test of fields takes.
    static Shape shape(Shape shape) {
        return Occurrence.on(shape.matching());
    }

    static Condition exists(Call call, Compilation compilation) {
        HeaderNames names = HeaderNames.of(call, call.strings(0), compilation);
        return run -> {
            for (int i = 0; i < names.count(); i++) {
                if (names.fields(i, run).isEmpty()) {
                    return false;
                }
            }
            return true;
        };
    }

    static Condition header(Call call, Compilation compilation) {
        HeaderNames names = HeaderNames.of(call, call.strings(0), compilation);
        Matching matching = compilation.matching(call, call.strings(1));
        return matching.counts()
                ? run -> matching.matchesCount(count(names, run), run)
                : run -> any(names, matching, run);
    }

    private static boolean any(HeaderNames names, Matching matching, Run run) {
        for (int i = 0; i < names.count(); i++) {
            List<EditedHeader.Field> fields = names.fields(i, run);
            for (int j = 0; j < fields.size(); j++) {
                if (matching.matches(fields.get(j).text(), run)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static long count(HeaderNames names, Run run) {
        long count = 0;
        for (int i = 0; i < names.count(); i++) {
            count += names.fields(i, run).size();
        }
        return count;
    }
}
