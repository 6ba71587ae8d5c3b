package org.vidimus.milter.transcript;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One transcript as it reads for one target; docs/transcripts.md is the language.
///
/// @param name path below `transcripts/`, without the suffix
/// @param title the rule it pins, one sentence
/// @param only the targets it is for, empty for all
/// @param filters the kinds of filter it is played with: "vidimus", "libmilter", "raw"
/// @param settings how the MTA must be configured: "failure", "timeout"; empty for the ordinary instance
/// @param filter the instructions of the filter
/// @param steps what the client does
/// @param deliveries what must arrive, in order; nothing else may
/// @param hold pattern for the reason of the quarantine, when the message must be held
/// @param events what the filter must have seen, when it is stated
public record Transcript(
        String name,
        String title,
        Set<String> only,
        Set<String> filters,
        Map<String, String> settings,
        List<String> filter,
        List<Step> steps,
        List<Delivery> deliveries,
        Optional<String> hold,
        Optional<List<String>> events) {
    public Transcript {
        only = Set.copyOf(only);
        filters = Set.copyOf(filters);
        settings = Map.copyOf(settings);
        filter = List.copyOf(filter);
        steps = List.copyOf(steps);
        deliveries = List.copyOf(deliveries);
        events = events.map(List::copyOf);
    }

    /// Whether this transcript is meant for a target with these tags.
    public boolean isFor(Set<String> tags) {
        return (only.isEmpty() || only.stream().anyMatch(tags::contains))
                && filters.stream().anyMatch(tags::contains);
    }
}
