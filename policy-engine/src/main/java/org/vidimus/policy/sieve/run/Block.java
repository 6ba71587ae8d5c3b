package org.vidimus.policy.sieve.run;

import java.util.List;
import org.vidimus.policy.sieve.syntax.Position;

/// Commands one after the other.
///
/// Immutable.
public final class Block implements Step {
    private final Line[] lines;

    /// A command and where it stands.
    ///
    /// @param name its name, for the trace
    public record Line(Position at, String name, Step step) {}

    /// A block of these commands.
    public Block(List<Line> lines) {
        this.lines = lines.toArray(Line[]::new);
    }

    /// Runs them until one of them says otherwise.
    @Override
    public Flow run(Run run) {
        for (Line line : lines) {
            run.enter(line.at(), line.name());
            Flow flow = line.step().run(run);
            if (flow != Flow.NEXT) {
                return flow;
            }
        }
        return Flow.NEXT;
    }
}
