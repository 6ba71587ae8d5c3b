package org.vidimus.signer.rules;

import java.util.List;
import java.util.stream.Collectors;

/// How steps are worded.
final class Texts {
    private static final int LISTED = 4;

    private Texts() {}

    /// The first of a list, and how many more; `nothing` where it is empty.
    static String list(List<?> items) {
        if (items.isEmpty()) {
            return "nothing";
        }
        String first = items.stream().limit(LISTED).map(Object::toString).collect(Collectors.joining(", "));
        return items.size() <= LISTED ? first : first + " and " + (items.size() - LISTED) + " more";
    }
}
