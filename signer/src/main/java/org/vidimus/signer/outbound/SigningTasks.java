package org.vidimus.signer.outbound;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.signer.key.SigningException;

/// The signatures of one message while they are made, all at the same time, on threads of their own: the
/// threads that carry the messages are few, and a signature holds one for as long as it takes. Confined to one
/// thread.
final class SigningTasks {
    private final Executor threads;
    private final Duration patience;

    SigningTasks(Executor threads, Duration patience) {
        this.threads = threads;
        this.patience = patience;
    }

    /// Makes one field.
    @FunctionalInterface
    interface Task {
        /// Makes it.
        ///
        /// @throws SigningException if the key fails
        HeaderField sign() throws SigningException;
    }

    /// What became of one.
    sealed interface Result {
        /// It was made.
        record Made(HeaderField field) implements Result {}

        /// It was not.
        ///
        /// @param why in printable ASCII
        record Failed(String why) implements Result {}
    }

    /// Does all of them; the results are in the same order. If this thread is interrupted, what is not done has
    /// failed, and the interrupt status stays set.
    ///
    /// @throws IllegalStateException if a task failed for another reason than its key
    List<Result> run(List<Task> tasks) {
        List<FutureTask<HeaderField>> futures =
                tasks.stream().map(task -> new FutureTask<>(task::sign)).toList();
        for (FutureTask<HeaderField> future : futures) {
            try {
                threads.execute(future);
            } catch (RejectedExecutionException _) {
                future.cancel(false);
            }
        }
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            return futures.stream().map(future -> result(future, deadline)).toList();
        } finally {
            futures.forEach(future -> future.cancel(true));
        }
    }

    private Result result(FutureTask<HeaderField> future, long deadline) {
        try {
            return new Result.Made(future.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Result.Failed("interrupted");
        } catch (CancellationException _) {
            return new Result.Failed("no thread to sign on");
        } catch (TimeoutException _) {
            return new Result.Failed("no signature within " + patience.toSeconds() + " s");
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof SigningException key) {
                return new Result.Failed(String.valueOf(key.getMessage()));
            }
            throw new IllegalStateException("signing", failure.getCause());
        }
    }
}
