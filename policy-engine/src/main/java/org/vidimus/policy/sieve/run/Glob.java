package org.vidimus.policy.sieve.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A pattern of `:matches` (§2.7.1): `*` is any number of characters, `?` is one, and a backslash makes either
/// stand for itself.
///
/// A pattern is a row of segments between its stars. Each is looked for where the one before it ended, and the
/// first place is taken, so that a star takes as little as it can ([RFC 5229
/// §3.2](https://www.rfc-editor.org/rfc/rfc5229#section-3.2)); the last one is held against the end. Nothing is
/// ever tried twice, so the effort is at most the length of the value times that of the pattern, and it is
/// counted ([Run#spend]).
///
/// Immutable.
public final class Glob {
    private static final int ONE = -1;
    private static final int MANY = -2;

    private final List<int[]> segments;
    private final Collation collation;

    private Glob(List<int[]> segments, Collation collation) {
        this.segments = segments;
        this.collation = collation;
    }

    /// The pattern that `text` describes.
    public static Glob of(String text, Collation collation) {
        List<int[]> segments = new ArrayList<>();
        int[] segment = new int[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            int unit = unit(text, i);
            if (text.charAt(i) == '\\' && i + 1 < text.length()) {
                unit = text.charAt(++i);
            }
            if (unit == MANY) {
                segments.add(Arrays.copyOf(segment, length));
                length = 0;
            } else {
                segment[length++] = unit == ONE ? ONE : collation.fold(unit);
            }
        }
        segments.add(Arrays.copyOf(segment, length));
        return new Glob(segments, collation);
    }

    private static int unit(String text, int at) {
        char c = text.charAt(at);
        return c == '*' ? MANY : c == '?' ? ONE : c;
    }

    /// What the wildcards of the pattern stand for in `value`, each from its start to its end; empty if it does
    /// not match.
    ///
    /// @param run pays for the effort
    Optional<Spans> match(String value, Run run) {
        List<Integer> offsets = new ArrayList<>();
        return new Attempt(value, run, offsets).fits() ? Optional.of(new Spans(offsets)) : Optional.empty();
    }

    /// Whether `value` matches.
    boolean fits(String value, Run run) {
        return new Attempt(value, run, null).fits();
    }

    /// Where the wildcards' text begins and ends: pairs of offsets.
    ///
    /// @param offsets two for each wildcard, in the order of the pattern
    record Spans(List<Integer> offsets) {}

    /// Confined to one call.
    private final class Attempt {
        private final String value;
        private final Run run;
        private final @Nullable List<Integer> offsets;

        Attempt(String value, Run run, @Nullable List<Integer> offsets) {
            this.value = value;
            this.run = run;
            this.offsets = offsets;
        }

        boolean fits() {
            int at = endAt(segments.getFirst(), 0);
            if (at < 0) {
                return false;
            }
            record(segments.getFirst(), 0);
            for (int i = 1; i < segments.size(); i++) {
                int[] segment = segments.get(i);
                int start = i == segments.size() - 1 ? startOfLast(segment, at) : find(segment, at);
                if (start < 0) {
                    return false;
                }
                span(at, start);
                record(segment, start);
                at = endAt(segment, start);
            }
            return at == value.length();
        }

        private void span(int from, int to) {
            if (offsets != null) {
                offsets.add(from);
                offsets.add(to);
            }
        }

        /// Where `segment` first stands at or after `from`.
        private int find(int[] segment, int from) {
            int first = segment.length == 0 ? ONE : segment[0];
            for (int at = from; at <= value.length(); at = next(at)) {
                boolean begins = first == ONE || (at < value.length() && first == collation.fold(value.charAt(at)));
                if (!begins) {
                    run.spendCharacter();
                } else if (endAt(segment, at) >= 0) {
                    return at;
                }
            }
            return -1;
        }

        /// Where `segment` begins if it ends with the value.
        private int startOfLast(int[] segment, int from) {
            int at = value.length();
            for (int i = segment.length - 1; i >= 0; i--) {
                at -= segment[i] == ONE && isPairBefore(at) ? 2 : 1;
            }
            return at >= from && endAt(segment, at) == value.length() ? at : -1;
        }

        private boolean isPairBefore(int at) {
            return at >= 2
                    && at <= value.length()
                    && Character.isSurrogatePair(value.charAt(at - 2), value.charAt(at - 1));
        }

        /// Where `segment` ends if it begins at `at`; -1 if it does not.
        private int endAt(int[] segment, int at) {
            int end = at;
            for (int i = 0; i < segment.length; i++) {
                run.spendCharacter();
                if (end < 0 || end >= value.length()) {
                    return -1;
                }
                if (segment[i] == ONE) {
                    end = next(end);
                } else if (segment[i] == collation.fold(value.charAt(end))) {
                    end++;
                } else {
                    return -1;
                }
            }
            return end;
        }

        private void record(int[] segment, int start) {
            int at = start;
            for (int unit : segment) {
                int end = unit == ONE ? next(at) : at + 1;
                if (unit == ONE) {
                    span(at, end);
                }
                at = end;
            }
        }

        /// A character may be two units.
        private int next(int at) {
            boolean pair = at + 1 < value.length() && Character.isSurrogatePair(value.charAt(at), value.charAt(at + 1));
            return at + (pair ? 2 : 1);
        }
    }
}
