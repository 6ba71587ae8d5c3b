package org.vidimus.policy.arc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.vidimus.policy.arc.ArcChain.ArcSet;
import org.vidimus.policy.arc.HeaderFindings.Failure;
import org.vidimus.policy.dkim.BodyHashes;
import org.vidimus.policy.dkim.DkimCause;
import org.vidimus.policy.dkim.DkimProblem;

/// The chain of one message while it is being validated. Confined to the message's thread.
public final class ArcValidation {
    private final State state;

    /// How far it has come.
    private sealed interface State {
        record Over(ArcResult result) implements State {}

        /// The header is being looked after.
        record Underway(ArcChain chain, FutureTask<HeaderFindings> header, List<BodyHashes.Handle> bodies)
                implements State {}
    }

    private ArcValidation(State state) {
        this.state = state;
    }

    ArcValidation(ArcChain chain, FutureTask<HeaderFindings> header, List<BodyHashes.Handle> bodies) {
        this(new State.Underway(chain, header, bodies));
    }

    static ArcValidation over(ArcResult result) {
        return new ArcValidation(new State.Over(result));
    }

    static ArcResult interrupted(ArcChain chain) {
        return new ArcResult(
                ArcResult.Status.FAIL, DkimCause.INTERRUPTED.phrase(), chain.sealers(), 0, true, List.of());
    }

    /// The result. Waits for keys that have not come yet; if the thread is interrupted, the chain has failed
    /// for now and the interrupt status stays set.
    ///
    /// Call it after [BodyHashes#finish].
    ///
    /// @throws IllegalStateException if the body has not ended
    public ArcResult finish() {
        return switch (state) {
            case State.Over(ArcResult result) -> result;
            case State.Underway underway -> finish(underway);
        };
    }

    /// Gives up: what is still being asked of the DNS is interrupted. For messages that end before their body
    /// does.
    public void cancel() {
        if (state instanceof State.Underway underway) {
            underway.header.cancel(true);
        }
    }

    private static ArcResult finish(State.Underway underway) {
        HeaderFindings header;
        try {
            header = underway.header.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            underway.header.cancel(true);
            return interrupted(underway.chain);
        } catch (ExecutionException bug) {
            throw new IllegalStateException("validating a chain", bug.getCause());
        }
        List<ArcSet> sets = underway.chain.sets();
        List<String> steps = new ArrayList<>(header.steps());
        Optional<Failure> failure = header.failure().or(() -> body(underway, sets.size(), steps));
        if (failure.isPresent()) {
            return new ArcResult(
                    ArcResult.Status.FAIL,
                    failure.get().text(),
                    underway.chain.sealers(),
                    0,
                    failure.get().isTemporary(),
                    steps);
        }
        int oldest = sets.size();
        while (oldest > header.oldestHeader()
                && body(underway, oldest - 1, steps).isEmpty()) {
            oldest--;
        }
        // §5.2 step 5: zero stands for all of them.
        int oldestPass = oldest == 1 ? 0 : oldest;
        return new ArcResult(ArcResult.Status.PASS, "", underway.chain.sealers(), oldestPass, false, steps);
    }

    /// What is wrong with the body as a message signature has it.
    private static Optional<Failure> body(State.Underway underway, int instance, List<String> steps) {
        ArcSet set = underway.chain.sets().get(instance - 1);
        BodyHashes.Handle body = underway.bodies.get(instance - 1);
        Optional<DkimCause> cause = Optional.empty();
        long limit = set.message().bodyLimit().orElse(body.length());
        // Deviation: RFC 6376 §3.5 would have only the first octets of the body hashed. A forwarder has no
        // reason to leave some out, and whoever comes after could put there what readers see.
        if (limit < body.length()) {
            cause = Optional.of(DkimCause.BODY_NOT_COVERED);
        } else if (limit > body.length()) {
            cause = Optional.of(DkimCause.BODY_SHORTER_THAN_LIMIT);
        } else if (!body.digest().equals(set.message().bodyHash())) {
            cause = Optional.of(DkimCause.BODY_DIFFERS);
        }
        String where = HeaderWork.messageField(set);
        steps.add(where + ", body of " + body.length() + " octets: "
                + cause.map(DkimCause::phrase).orElse("as signed"));
        return cause.map(why -> new Failure(where, DkimProblem.of(why)));
    }
}
