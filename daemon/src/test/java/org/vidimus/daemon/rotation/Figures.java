package org.vidimus.daemon.rotation;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// What a run showed. Immutable.
///
/// @param rotations how often both keys were replaced
/// @param messages how many were signed and verified at once
/// @param late how many of them were verified again after they had lain in a queue
/// @param keys how many keys have signed some of them
/// @param emptied how many key records were emptied while mail flowed
/// @param failures what did not verify, or went wrong otherwise
/// @param complaints what the filter complained of
/// @param unsigned messages of which the filter says that they went out without a signature
/// @param time from the first message to the last
record Figures(
        int rotations,
        int messages,
        int late,
        int keys,
        int emptied,
        List<String> failures,
        List<String> complaints,
        long unsigned,
        Duration time) {
    Figures {
        failures = List.copyOf(failures);
        complaints = List.copyOf(complaints);
    }

    List<String> lines() {
        double seconds = time.toMillis() / 1000.0;
        return List.of(
                String.format(Locale.ROOT, "rotations         %d in %.1f s", rotations, seconds),
                String.format(Locale.ROOT, "messages          %d, %.0f/s", messages, messages / seconds),
                "verified late     " + late,
                "keys that signed  " + keys,
                "records emptied   " + emptied,
                "unsigned          " + unsigned,
                "failures          " + failures.size()
                        + failures.stream().map(why -> "\n  " + why).reduce("", String::concat),
                "complaints        " + complaints.size()
                        + complaints.stream().map(why -> "\n  " + why).reduce("", String::concat));
    }
}
