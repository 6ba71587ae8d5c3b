package org.vidimus.milter.transcript;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What happened when a transcript was played.
///
/// @param exchanges the client's dialogue
/// @param deliveries what arrived
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
        found.addAll(deliveryDifferences(transcript.deliveries()));
        if (transcript.hold().isPresent() != held.isPresent()
                || (held.isPresent() && !Octets.matches(transcript.hold().orElse(""), held.get()))) {
            found.add("expected to be held: " + transcript.hold() + " but was: " + held);
        }
        transcript.events().ifPresent(expected -> found.addAll(EventPattern.differences(expected, events)));
        return found;
    }

    /// Servers deliver several messages in any order: each expected one takes the first that fits.
    private List<String> deliveryDifferences(List<Delivery> expected) {
        List<String> found = new ArrayList<>();
        List<Delivery> left = new ArrayList<>(deliveries);
        List<Delivery> missing = new ArrayList<>();
        for (Delivery one : expected) {
            left.stream()
                    .filter(delivery -> one.differences(delivery).isEmpty())
                    .findFirst()
                    .ifPresentOrElse(left::remove, () -> missing.add(one));
        }
        if (deliveries.size() != expected.size()) {
            found.add("expected " + expected.size() + " deliveries but there were " + deliveries.size());
        }
        for (int i = 0; i < Math.min(missing.size(), left.size()); i++) {
            missing.get(i).differences(left.get(i)).forEach(difference -> found.add("delivery: " + difference));
        }
        return found;
    }
}
