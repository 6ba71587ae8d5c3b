package org.vidimus.policy.pipeline;

import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What runs on behalf of one message beside the thread that feeds it. Closing it interrupts what is under way
/// and keeps from running what has not begun.
///
/// Thread-safe.
final class Tasks implements Executor, AutoCloseable {
    private final Executor executor;
    private final Set<Task<?>> running = ConcurrentHashMap.newKeySet();
    private final Queue<Task<?>> executed = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    Tasks(Executor executor) {
        this.executor = executor;
    }

    /// Something that was begun.
    final class Task<T> extends FutureTask<T> {
        private Task(Callable<T> work) {
            super(work);
        }

        @Override
        protected void done() {
            running.remove(this);
        }

        /// Its outcome. Work that nobody has begun yet is done here: mostly it finds all answers of the DNS in
        /// memory, and is over before its own thread would have run and this one been woken.
        ///
        /// @throws IllegalStateException if it failed, did not end in time, was given up, or the waiting thread
        ///     was interrupted: in no case is the message to be taken
        T await(Duration patience) {
            run();
            try {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                return get(patience.toNanos(), TimeUnit.NANOSECONDS);
            } catch (ExecutionException e) {
                throw new IllegalStateException("a check failed", e.getCause());
            } catch (TimeoutException e) {
                throw new IllegalStateException("a check did not end within " + patience, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    /// Begins `work`.
    <T> Task<T> start(Callable<T> work) {
        Task<T> task = new Task<>(work);
        running.add(task);
        if (closed) {
            task.cancel(true);
        } else {
            executor.execute(task);
        }
        return task;
    }

    @Override
    public void execute(Runnable work) {
        executed.add(start(Executors.callable(work)));
    }

    /// Waits for all that was given to [#execute], so that no failure in it goes unnoticed.
    ///
    /// @throws IllegalStateException as [Task#await] does
    void awaitExecuted(Duration patience) {
        executed.forEach(task -> task.await(patience));
    }

    @Override
    public void close() {
        closed = true;
        running.forEach(task -> task.cancel(true));
    }
}
