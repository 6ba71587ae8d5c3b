package org.vidimus.policy.dkim;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderForm;

/// One signature on its way from field to verdict. Confined to the thread of its message, but for the task
/// that looks after the key and the header.
final class SignatureCheck {
    private static final DkimProblem NOT_EVALUATED = DkimProblem.of(DkimCause.NOT_EVALUATED);
    private static final DkimProblem INTERRUPTED = DkimProblem.of(DkimCause.INTERRUPTED);

    private final HeaderBlock.Entry field;
    private final DkimSignatureReader.Outcome outcome;
    private State state;

    /// What all signatures of a message share.
    record Message(FieldIndex fields, HeaderForm form, Lookups dns) {}

    /// How far it has come.
    private sealed interface State {
        /// It is over.
        record Over(DkimProblem why) implements State {}

        /// Key and header are being looked after.
        record Underway(
                DkimVerifier verifier,
                DkimSignature signature,
                HeaderForm form,
                FutureTask<HeaderCheck> header,
                BodyHashes.Handle body)
                implements State {}
    }

    SignatureCheck(HeaderBlock.Entry field, DkimSignatureReader.Outcome outcome) {
        this.field = field;
        this.outcome = outcome;
        this.state = switch (outcome) {
            case DkimSignatureReader.Outcome.Bad(DkimProblem problem, Optional<TagList> _) -> new State.Over(problem);
            case DkimSignatureReader.Outcome.Good _ -> new State.Over(NOT_EVALUATED); // until it begins
        };
    }

    Optional<DkimSignature> signature() {
        return switch (outcome) {
            case DkimSignatureReader.Outcome.Good(DkimSignature signature) -> Optional.of(signature);
            case DkimSignatureReader.Outcome.Bad _ -> Optional.empty();
        };
    }

    /// The tags as far as they could be read.
    Optional<TagList> tags() {
        return switch (outcome) {
            case DkimSignatureReader.Outcome.Good(DkimSignature signature) -> Optional.of(signature.tags());
            case DkimSignatureReader.Outcome.Bad(DkimProblem _, Optional<TagList> tags) -> tags;
        };
    }

    /// Sends for the key and asks for the hash of the body. Only for a signature that could be read.
    void begin(DkimVerifier verifier, Message message, Executor executor, BodyHashes bodies) {
        DkimSignature signature = signature().orElseThrow();
        Optional<DkimProblem> refusal = verifier.refusal(signature);
        if (refusal.isPresent()) {
            state = new State.Over(refusal.get());
            return;
        }
        FutureTask<HeaderCheck> header = new FutureTask<>(() -> HeaderCheck.of(verifier, signature, field, message));
        try {
            executor.execute(header);
        } catch (RejectedExecutionException _) {
            state = new State.Over(INTERRUPTED); // whoever runs us is stopping
            return;
        }
        BodyHashes.Handle body = bodies.want(
                signature.canonicalization().body(), signature.algorithm().hash(), signature.bodyLimit());
        state = new State.Underway(verifier, signature, message.form(), header, body);
    }

    void cancel() {
        if (state instanceof State.Underway underway) {
            underway.header.cancel(true);
        }
    }

    /// Waits for the key and puts the parts together.
    ///
    /// @param prefix how much of b= tells the signatures of the message apart
    DkimResult finish(int prefix) {
        return switch (state) {
            case State.Over(DkimProblem why) ->
                Reports.result(this, prefix, DkimVerdict.of(why), HeaderCheck.NONE, false, List.of(why.text()));
            case State.Underway underway -> finish(underway, prefix);
        };
    }

    private DkimResult finish(State.Underway underway, int prefix) {
        HeaderCheck header;
        underway.header.run(); // here, if no thread has begun it: sooner than to wait for one
        try {
            header = underway.header.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            underway.header.cancel(true);
            header = HeaderCheck.GIVEN_UP;
        } catch (CancellationException _) {
            header = HeaderCheck.GIVEN_UP;
        } catch (ExecutionException bug) {
            throw new IllegalStateException("verifying a signature", bug.getCause());
        }
        BodyHashes.Handle body = underway.body;
        List<String> steps = new ArrayList<>(header.steps());
        steps.add(describe(underway.signature, body));
        Optional<DkimProblem> problem = problem(underway, header);
        problem.ifPresent(why -> steps.add(why.text()));
        return Reports.result(
                this,
                prefix,
                problem.map(DkimVerdict::of).orElseGet(DkimVerdict.Pass::new),
                header,
                body.limited(),
                steps);
    }

    /// The first thing that is wrong: what makes the signature useless goes before what does not fit, and what
    /// does not fit before what we choose not to accept.
    private static Optional<DkimProblem> problem(State.Underway underway, HeaderCheck header) {
        DkimSignature signature = underway.signature;
        BodyHashes.Handle body = underway.body;
        boolean headerDiffers = header.problem()
                .filter(why -> why.cause() == DkimCause.SIGNATURE_DIFFERS)
                .isPresent();
        if (header.problem().isPresent() && !headerDiffers) {
            return header.problem();
        }
        // §3.5, l=: the count must not be larger than the body.
        if (signature.bodyLimit().orElse(0) > body.length()) {
            return Optional.of(new DkimProblem(DkimCause.BODY_SHORTER_THAN_LIMIT, body.length() + " octets"));
        }
        if (!body.digest().equals(signature.bodyHash())) {
            return Optional.of(DkimProblem.of(DkimCause.BODY_DIFFERS));
        }
        if (headerDiffers) {
            // The MTA took leading spaces off, so the header hashed is a guess and its failing says nothing.
            boolean guessed = signature.canonicalization().header() == Canonicalization.SIMPLE
                    && !underway.form.leadingSpaceKept();
            return guessed ? Optional.of(DkimProblem.of(DkimCause.HEADER_NOT_AS_RECEIVED)) : header.problem();
        }
        return underway.verifier.partial(body.limited());
    }

    private static String describe(DkimSignature signature, BodyHashes.Handle body) {
        String what = "body, " + signature.canonicalization().body().word() + ": " + body.length() + " octets"
                + (signature.bodyLimit().isPresent()
                        ? " of l=" + signature.bodyLimit().getAsLong()
                        : "")
                + (body.limited() ? ", more were not covered" : "")
                + "; " + signature.algorithm().hash().word() + " ";
        String computed = base64(body.digest());
        return body.digest().equals(signature.bodyHash())
                ? what + computed + ", as signed"
                : what + "computed " + computed + ", signed "
                        + base64(signature
                                .bodyHash()
                                .slice(0, Math.min(signature.bodyHash().length(), 64)));
    }

    static String base64(Bytes octets) {
        return Base64.getEncoder().encodeToString(octets.toArray());
    }
}
