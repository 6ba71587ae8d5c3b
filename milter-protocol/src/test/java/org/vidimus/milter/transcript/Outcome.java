package org.vidimus.milter.transcript;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What happened when a transcript was played.
///
/// @param exchanges the client's dialogue
/// @param deliveries what arrived, in order
/// @param held the reason with which a message is held, if one is
/// @param events what the filter logged
public record Outcome(List<Exchange> exchanges, List<Delivery> deliveries, Optional<String> held, List<String> events) {
    public Outcome {
        exchanges = List.copyOf(exchanges);
        deliveries = List.copyOf(deliveries);
        events = List.copyOf(events);
    }

    Outcome withEvents(List<String> logged) {
        return new Outcome(exchanges, deliveries, held, logged);
    }

    /// Where this differs from what the transcript expects, as lines; none when it fits.
    public List<String> differences(Transcript transcript) {
        List<String> found = new ArrayList<>();
        exchanges.stream().filter(exchange -> !exchange.fits()).forEach(exchange -> found.add(exchange.toString()));
        if (deliveries.size() != transcript.deliveries().size()) {
            found.add("expected " + transcript.deliveries().size() + " deliveries but there were " + deliveries.size());
        }
        for (int i = 0; i < Math.min(deliveries.size(), transcript.deliveries().size()); i++) {
            int number = i + 1;
            transcript
                    .deliveries()
                    .get(i)
                    .differences(deliveries.get(i))
                    .forEach(difference -> found.add("delivery " + number + ": " + difference));
        }
        if (transcript.hold().isPresent() != held.isPresent()
                || (held.isPresent() && !Octets.matches(transcript.hold().orElse(""), held.get()))) {
            found.add("expected to be held: " + transcript.hold() + " but was: " + held);
        }
        transcript.events().ifPresent(expected -> found.addAll(EventPattern.differences(expected, events)));
        return found;
    }
}
