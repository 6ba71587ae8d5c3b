package org.vidimus.milter.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.vidimus.milter.filter.FilterContext;
import org.vidimus.milter.filter.FilterSession;
import org.vidimus.milter.filter.Negotiated;
import org.vidimus.milter.net.Link;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.CommandCode;
import org.vidimus.milter.wire.Decoded;
import org.vidimus.milter.wire.Frame;
import org.vidimus.milter.wire.FrameReader;
import org.vidimus.milter.wire.FrameWriter;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.Step;

/// One MTA's connection: reads frames, drives the session, writes replies, in one virtual thread from accept to
/// close.
///
/// [#watch], [#drain] and [#expire] are called by other threads.
final class Connection {
    /*
     * Replies are collected and written when all that has arrived is handled: the edits of a message and its verdict
     * leave in one write, without which Nagle's algorithm costs 40 ms on TCP.
     *
     * The watch may want to write PROGRESS, or to interrupt a handler, just when the handler returns. Both happen under
     * a lock with the change of `work`, so that no PROGRESS follows the final reply and no interrupt meets the thread
     * outside of a handler.
     */
    private static final int FLUSH_SIZE = 256 * 1024;

    /// What the thread is doing.
    private enum Work {
        WAITING,
        HANDLING,
        END_OF_MESSAGE
    }

    private final Link link;
    private final FilterSession<?, ?> session;
    private final ServerSettings.Limits limits;
    private final ServerEvents events;
    private final FrameReader reader = new FrameReader();
    private final FrameWriter writer = new FrameWriter();
    private final Thread thread;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch over = new CountDownLatch(1);
    private final long opened = System.nanoTime();
    private final Object lock = new Object();
    private Work work = Work.WAITING; // guarded by lock
    private long since = opened; // guarded by lock: nanoTime at which the work began
    private long lastSign; // guarded by lock: nanoTime of the last PROGRESS
    private boolean interrupted; // guarded by lock: the present work has been interrupted
    private boolean insideMessage; // guarded by lock
    private boolean draining; // guarded by lock
    private boolean expired; // guarded by lock
    private boolean negotiated; // guarded by lock; written by the thread alone

    /// A connection whose thread waits for the first octets.
    ///
    /// @param ended is run by the thread when all is over
    Connection(
            Link link,
            FilterSession<?, ?> session,
            ServerSettings.Limits limits,
            ServerEvents events,
            Consumer<Connection> ended) {
        this.link = link;
        this.session = session;
        this.limits = limits;
        this.events = events;
        this.thread = Thread.ofVirtual()
                .name("milter-" + session.context().connection())
                .unstarted(() -> run(ended));
        link.onFirstArrival(this::begin);
    }

    FilterContext context() {
        return session.context();
    }

    private void begin() {
        if (begun.compareAndSet(false, true)) {
            thread.start();
        }
    }

    private void run(Consumer<Connection> ended) {
        events.opened(context());
        try {
            serve();
        } catch (InterruptedException _) {
            // Only stop() interrupts outside of a handler, when the drain time is over.
            events.dropped(context(), "stopped");
        } catch (RuntimeException | Error e) {
            events.crashed(context(), e);
        } finally {
            try {
                session.end();
            } finally {
                link.close();
                ended.accept(this);
                over.countDown();
            }
        }
    }

    /// Waits until all is over. Returns whether it was in time.
    boolean join(Duration time) throws InterruptedException {
        return over.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void serve() throws InterruptedException {
        while (true) {
            // The watch looks after the time: a timer for each of the waits of a message would cost more than they do.
            switch (link.read()) {
                case Link.Octets(byte[] octets) -> {
                    reader.feed(octets);
                    if (!handleArrived()) {
                        return;
                    }
                }
                case Link.TimedOut _ -> {
                    events.dropped(
                            context(),
                            negotiated
                                    ? "silent for " + limits.idleTime().toSeconds() + " s"
                                    : "no milter negotiation within "
                                            + limits.negotiationTime().toSeconds() + " s");
                    return;
                }
                case Link.End _ -> {
                    if (reader.insideFrame()) {
                        events.dropped(context(), "the peer closed in the middle of a frame");
                    } else {
                        events.closed(context());
                    }
                    return;
                }
            }
        }
    }

    /// Handles every whole frame that has arrived, and answers. Returns whether the connection goes on.
    private boolean handleArrived() throws InterruptedException {
        boolean open;
        turnTo(Work.HANDLING);
        try {
            open = handleFrames();
            flush();
        } finally {
            turnTo(Work.WAITING);
        }
        // Only now: who drains closes a connection that waits, and leaves it to this check as long as it does not.
        return open && !isOver();
    }

    private boolean handleFrames() throws InterruptedException {
        while (true) {
            switch (reader.next()) {
                case FrameReader.Complete(Frame frame) -> {
                    if (!handle(frame)) {
                        return false;
                    }
                }
                case FrameReader.NeedMore _ -> {
                    return true;
                }
                case FrameReader.Broken(String why) -> {
                    events.dropped(context(), why);
                    return false;
                }
            }
        }
    }

    private boolean handle(Frame frame) throws InterruptedException {
        return switch (Command.decode(frame)) {
            case Decoded.Malformed<Command>(String why) -> {
                events.dropped(context(), why);
                yield false;
            }
            case Decoded.Ok<Command>(Command command) ->
                switch (handle(command)) {
                    case FilterSession.Open _ -> goesOn(command);
                    case FilterSession.Quit _ -> {
                        events.closed(context());
                        yield false;
                    }
                    case FilterSession.Broken(String why) -> {
                        events.dropped(context(), why);
                        yield false;
                    }
                };
        };
    }

    private FilterSession.Result handle(Command command) throws InterruptedException {
        boolean endOfMessage = command.code() == CommandCode.END_OF_MESSAGE;
        if (endOfMessage) {
            // What PROGRESS may overtake must be gone before.
            flush();
            turnTo(Work.END_OF_MESSAGE);
        }
        FilterSession.Result result = session.handle(command, this::send);
        if (endOfMessage) {
            turnTo(Work.HANDLING);
        }
        if (writer.size() > FLUSH_SIZE) {
            flush();
        }
        return result;
    }

    private void send(Reply reply) {
        reply.encodeTo(writer);
    }

    /// Raises the frame limit once negotiation allows it, and ends a connection that is drained.
    private boolean goesOn(Command command) {
        boolean agreed = command instanceof Command.Negotiate;
        if (agreed) {
            Negotiated agreement = context().negotiated();
            reader.limit(agreement.dataSize().maxPayload());
            if (agreement.steps().contains(Step.NO_REPLY_BODY)) {
                reader.inPieces(CommandCode.BODY.code());
            }
        }
        synchronized (lock) {
            negotiated |= agreed;
            insideMessage = session.insideMessage();
        }
        return !isOver();
    }

    /// Whether the server stops and has nothing more to wait for here.
    private boolean isOver() {
        synchronized (lock) {
            return expired || draining && !insideMessage;
        }
    }

    private void flush() throws InterruptedException {
        if (writer.size() > 0) {
            link.write(writer.take());
        }
    }

    private void turnTo(Work next) {
        synchronized (lock) {
            work = next;
            since = System.nanoTime();
            lastSign = since;
            if (interrupted) {
                // The interrupt was for the work that is done, whether it noticed or not.
                interrupted = false;
                Thread.interrupted();
            }
        }
    }

    /// Looks after a handler that runs long: tells the MTA that work goes on, interrupts at the limit. And after an
    /// MTA that is silent for too long.
    void watch(long now) throws InterruptedException {
        if (!begun.get() && now - opened > limits.negotiationTime().toNanos()) {
            begin();
        }
        synchronized (lock) {
            if (work == Work.WAITING && isSilent(now)) {
                link.giveUp();
            }
            if (work == Work.WAITING || interrupted) {
                return;
            }
            boolean endOfMessage = work == Work.END_OF_MESSAGE;
            if (now - since > (endOfMessage ? limits.messageTime() : limits.commandTime()).toNanos()) {
                events.overdue(context());
                interrupt();
            } else if (endOfMessage
                    && now - lastSign > limits.progressInterval().toNanos()) {
                lastSign = now;
                FrameWriter progress = new FrameWriter();
                new Reply.Progress().encodeTo(progress);
                link.write(progress.take());
            }
        }
    }

    private boolean isSilent(long now) {
        return negotiated
                ? now - since > limits.idleTime().toNanos()
                : now - opened > limits.negotiationTime().toNanos();
    }

    private void interrupt() {
        interrupted = true;
        thread.interrupt();
    }

    /// The server stops: ends the connection when its message has ended, at once when there is none.
    void drain() {
        synchronized (lock) {
            draining = true;
            if (work == Work.WAITING && !insideMessage) {
                link.close();
            }
        }
    }

    /// The drain time is over: a message whose end is being handled is refused for now, any other connection
    /// closed.
    void expire() {
        synchronized (lock) {
            expired = true;
            if (work == Work.WAITING) {
                link.close();
            } else {
                interrupt();
            }
        }
    }
}
