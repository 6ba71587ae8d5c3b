package org.vidimus.policy.dmarc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

/// Makes a record of its tags. Confined to one call.
final class RecordReader {
    /// The tags of §4.7 after v.
    static final Set<String> KNOWN = Set.of("adkim", "aspf", "fo", "np", "p", "psd", "rua", "ruf", "sp", "t");

    /// More URIs than this are not kept.
    private static final int MAX_URIS = 50;

    private static final int MAX_PROBLEMS = 50;

    private final Bytes text;
    private final Map<String, TagList.Tag> tags = new HashMap<>();
    private final Set<String> invalid = new HashSet<>();
    private final List<DmarcRecord.Problem> problems;

    RecordReader(Bytes text, TagList list) {
        this.text = text;
        this.problems = new ArrayList<>(list.problems());
        for (TagList.Tag tag : list.tags()) {
            take(tag);
        }
    }

    private void take(TagList.Tag tag) {
        if (tag.name().equals("v")) {
            problem(tag.offset(), "v= may only be the first tag");
        } else if (KNOWN.contains(tag.name()) && tags.putIfAbsent(tag.name(), tag) != null) {
            // Interpretation: the RFC does not say what a tag given twice means. Whichever we took, the other
            // could be meant, so it counts as a value that is not valid.
            invalid(tag.name(), tag.offset(), "is given more than once");
        }
    }

    DmarcRecord record() {
        // In alphabetical order; the problems are sorted at the end.
        boolean strictDkim = word("adkim", List.of("r", "s")).equals(Optional.of("s"));
        boolean strictSpf = word("aspf", List.of("r", "s")).equals(Optional.of("s"));
        List<String> failureOptions = failureOptions();
        Optional<DmarcPolicy> nonexistentPolicy = policy("np");
        Optional<DmarcPolicy> policy = policy("p");
        Optional<Boolean> publicSuffix =
                word("psd", List.of("y", "n", "u")).filter(w -> !w.equals("u")).map("y"::equals);
        List<String> aggregateReports = uris("rua");
        List<String> failureReports = uris("ruf");
        Optional<DmarcPolicy> subdomainPolicy = policy("sp");
        boolean testing = word("t", List.of("y", "n")).equals(Optional.of("y"));
        problems.sort(Comparator.comparingInt(DmarcRecord.Problem::offset));
        return new DmarcRecord(
                text,
                policy,
                subdomainPolicy,
                nonexistentPolicy,
                strictDkim,
                strictSpf,
                publicSuffix,
                testing,
                aggregateReports,
                failureReports,
                failureOptions,
                invalid,
                problems);
    }

    private Optional<TagList.Tag> tag(String name) {
        return invalid.contains(name) ? Optional.empty() : Optional.ofNullable(tags.get(name));
    }

    private Optional<String> word(String name, List<String> words) {
        Optional<TagList.Tag> tag = tag(name);
        if (tag.isEmpty()) {
            return Optional.empty();
        }
        // §4.8: the words are ABNF literals, so their case does not count.
        String value = tag.get().value().toLowerCase(Locale.ROOT);
        if (words.contains(value)) {
            return Optional.of(value);
        }
        invalid(name, tag.get().valueOffset(), "is none of " + String.join(", ", words));
        return Optional.empty();
    }

    private Optional<DmarcPolicy> policy(String name) {
        return word(name, List.of("none", "quarantine", "reject"))
                .map(word -> DmarcPolicy.valueOf(word.toUpperCase(Locale.ROOT)));
    }

    private List<String> failureOptions() {
        Optional<TagList.Tag> tag = tag("fo");
        if (tag.isEmpty()) {
            return List.of("0");
        }
        Set<String> options = new LinkedHashSet<>();
        boolean good = true;
        for (String option : tag.get().value().toLowerCase(Locale.ROOT).split(":", -1)) {
            good &= List.of("0", "1", "d", "s").contains(option.strip()) && options.add(option.strip());
        }
        // Interpretation: the text of §4.7 allows lists such as 0:d, the ABNF of §4.8 does not. We take them;
        // only 0 and 1 contradict each other.
        if (!good || (options.contains("0") && options.contains("1"))) {
            invalid("fo", tag.get().valueOffset(), "is not 0 or 1 with or without d and s");
            return List.of("0");
        }
        return List.copyOf(options);
    }

    private List<String> uris(String name) {
        Optional<TagList.Tag> tag = tag(name);
        List<String> uris = new ArrayList<>();
        if (tag.isPresent()) {
            int offset = tag.get().valueOffset();
            for (String part : tag.get().value().split(",", -1)) {
                switch (ReportUri.parse(part.strip())) {
                    case Parsed.Malformed<ReportUri>(int _, String why) ->
                        problem(offset + leadingSpace(part), name + "=: " + why);
                    case Parsed.Ok<ReportUri>(ReportUri uri) -> {
                        if (uris.size() < MAX_URIS) {
                            uris.add(uri.uri());
                        }
                    }
                }
                offset += part.length() + 1;
            }
            if (uris.isEmpty()) {
                invalid.add(name);
            }
        }
        return uris;
    }

    private static int leadingSpace(String part) {
        return part.length() - part.stripLeading().length();
    }

    private void invalid(String name, int offset, String what) {
        invalid.add(name);
        problem(offset, name + "= " + what);
    }

    private void problem(int offset, String what) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(new DmarcRecord.Problem(offset, what));
        }
    }
}
