package org.vidimus.signer.outbound;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
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
    /*
     * Only a device can keep a message waiting for long, so only for devices there is a time limit: a timer for every
     * message costs more than the change of threads. Keys in memory never wait behind a device, which has threads of
     * its own.
     */
    private final Executor threads;
    private final Executor deviceThreads;
    private final Duration patience;

    SigningTasks(Executor threads, Executor deviceThreads, Duration patience) {
        this.threads = threads;
        this.deviceThreads = deviceThreads;
        this.patience = patience;
    }

    /// Makes one field.
    ///
    /// @param mayWait whether the key may have to wait for a device
    /// @param work throws SigningException if the key fails
    record Task(boolean mayWait, Callable<HeaderField> work) {}

    private static final class Running extends FutureTask<HeaderField> {
        private final boolean mayWait;

        Running(Task task) {
            super(task.work());
            this.mayWait = task.mayWait();
        }

        HeaderField await(long deadline) throws InterruptedException, ExecutionException, TimeoutException {
            return mayWait ? get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS) : get();
        }
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
        List<Running> futures = tasks.stream().map(Running::new).toList();
        for (Running future : futures) {
            try {
                (future.mayWait ? deviceThreads : threads).execute(future);
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

    private Result result(Running future, long deadline) {
        try {
            return new Result.Made(future.await(deadline));
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
