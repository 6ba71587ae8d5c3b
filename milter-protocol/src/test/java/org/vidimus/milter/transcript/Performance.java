package org.vidimus.milter.transcript;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// Plays transcripts on a target with a kind of filter, and judges what comes of it.
public final class Performance {
    private static final List<RunningFilter.Kind> KINDS =
            List.of(VidimusFilter.kind(), LibmilterFilter.kind(), RawFilter.kind());

    private Performance() {}

    /// A test for every transcript that is meant for the target, with every filter it names, and for every case of
    /// go-milter.
    public static Stream<DynamicTest> tests(Target target) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (RunningFilter.Kind kind : KINDS) {
            Set<String> tags = target.tags(kind.tag());
            for (Transcript transcript : Transcripts.forTarget(tags)) {
                tests.add(test(target, kind, transcript));
            }
        }
        return tests.stream();
    }

    /// The same for the cases of go-milter.
    public static Stream<DynamicTest> goMilter(Target target) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (RunningFilter.Kind kind : KINDS) {
            Set<String> tags = target.tags(kind.tag());
            for (Transcript transcript : GoMilterCases.forTarget(tags)) {
                if (transcript.isFor(tags)) {
                    tests.add(test(target, kind, transcript));
                }
            }
        }
        return tests.stream();
    }

    private static DynamicTest test(Target target, RunningFilter.Kind kind, Transcript transcript) {
        return DynamicTest.dynamicTest(
                transcript.name() + " with " + kind.tag(), () -> perform(target, kind, transcript));
    }

    private static void perform(Target target, RunningFilter.Kind kind, Transcript transcript)
            throws IOException, InterruptedException {
        List<String> differences = new ArrayList<>();
        int port = target.filterPort(transcript);
        try (RunningFilter filter = kind.start(transcript.filter(), port)) {
            Outcome outcome = target.play(transcript);
            List<String> events = kind.tag().equals("raw") ? List.of() : filter.events();
            differences.addAll(outcome.withEvents(events).differences(transcript));
            differences.addAll(filter.failures());
        }
        if (!differences.isEmpty()) {
            fail(transcript.title() + "\n  " + String.join("\n  ", differences));
        }
    }
}
