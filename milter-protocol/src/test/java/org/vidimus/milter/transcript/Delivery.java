package org.vidimus.milter.transcript;

import java.util.ArrayList;
import java.util.List;

/// A message with its envelope, as it arrived or as it should.
///
/// @param sender `<address>` and ESMTP arguments; expected arguments must be among those delivered
/// @param recipients likewise, in any order
public record Delivery(Path sender, List<Path> recipients, MessagePattern message) {
    public Delivery {
        recipients = List.copyOf(recipients);
    }

    /// An address with its ESMTP arguments.
    public record Path(String address, List<String> arguments) {
        public Path {
            arguments = List.copyOf(arguments);
        }

        /// Reads `<address> ARG ARG`.
        public static Path parse(String line) {
            List<String> words = List.of(line.strip().split(" +"));
            return new Path(words.getFirst(), words.subList(1, words.size()));
        }

        boolean fits(Path delivered) {
            return address.equals(delivered.address) && delivered.arguments.containsAll(arguments);
        }

        @Override
        public String toString() {
            return arguments.isEmpty() ? address : address + " " + String.join(" ", arguments);
        }
    }

    /// The differences of what was delivered from this expectation; none when it fits.
    public List<String> differences(Delivery delivered) {
        List<String> found = new ArrayList<>();
        if (!sender.fits(delivered.sender)) {
            found.add("sender: expected " + sender + " but was " + delivered.sender);
        }
        boolean sameRecipients = recipients.size() == delivered.recipients.size()
                && recipients.stream()
                        .allMatch(r -> delivered.recipients.stream().anyMatch(r::fits));
        if (!sameRecipients) {
            found.add("recipients: expected " + recipients + " but were " + delivered.recipients);
        }
        found.addAll(message.differences(delivered.message));
        return found;
    }
}
