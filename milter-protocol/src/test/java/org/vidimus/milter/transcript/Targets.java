package org.vidimus.milter.transcript;

import java.util.Set;

/// The words by which transcripts name what they are played on and with.
public final class Targets {
    private static final Set<String> TAGS = Set.of(
            "postfix",
            "sendmail",
            "client",
            "real",
            "client-postfix",
            "client-sendmail",
            "real-postfix",
            "real-sendmail",
            "vidimus",
            "libmilter",
            "raw");

    private Targets() {}

    static void check(String word) {
        if (!TAGS.contains(word)) {
            throw new TranscriptError("unknown target " + word);
        }
    }

    /// Whether a line's tags name this target: `a,b+c` is a, or b and c together.
    static boolean fits(String expression, Set<String> tags) {
        boolean fits = false;
        for (String alternative : expression.split(",")) {
            boolean all = true;
            for (String tag : alternative.split("\\+")) {
                check(tag);
                all &= tags.contains(tag);
            }
            fits |= all;
        }
        return fits;
    }

    /// The tags of an MTA played with a filter: `real`, `postfix`, `libmilter` gives these and `real-postfix`.
    public static Set<String> tags(String kind, String mta, String filter) {
        Set<String> tags = Set.of(kind, mta, kind + "-" + mta, filter);
        tags.forEach(Targets::check);
        return tags;
    }
}
