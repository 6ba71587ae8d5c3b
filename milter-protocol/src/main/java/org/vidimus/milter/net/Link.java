package org.vidimus.milter.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.PeerCredentials;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One connection, read by one thread as a blocking stream.
///
/// [#read] belongs to one thread, the connection's. [#write] and [#close] may be called by any.
@SuppressWarnings("FutureReturnValueIgnored") // A write that fails closes the channel, and read tells of it.
public final class Link implements AutoCloseable {
    /*
     * The event loop puts what arrives into a queue and wakes the reader. Both sides count the octets in it: over the
     * budget the event loop stops reading the socket, so that a peer that sends faster than its messages are handled
     * fills the kernel's buffers and then waits; below half of it the reader lets the event loop go on. Writing works
     * the same way with Netty's water marks: a writer waits while more than their high mark is on its way.
     */
    private static final int LEAVING_LIMIT = 128 * 1024;

    private final Channel channel;
    private final ReadBudget budget;
    private final Queue<byte[]> arrived = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger leaving = new AtomicInteger();
    private volatile boolean paused;
    private volatile boolean ended;
    private volatile boolean givenUp; // whoever looks after the reader's time says that it is over
    private volatile @Nullable Thread reader;
    private volatile @Nullable Thread writer;
    private Runnable firstArrival = () -> {}; // run and dropped by the event loop

    /// What [#read] found.
    public sealed interface Arrival {}

    /// Some of the stream.
    ///
    /// @param octets the reader's to keep, never empty
    @SuppressWarnings("ArrayRecordComponent") // Passed on at once and never compared; a copy would be paid per read.
    public record Octets(byte[] octets) implements Arrival {}

    /// The peer closed, or the connection broke.
    public record End() implements Arrival {}

    /// Nothing came in time.
    public record TimedOut() implements Arrival {}

    private static final End END = new End();
    private static final TimedOut TIMED_OUT = new TimedOut();

    Link(Channel channel, ReadBudget budget) {
        this.channel = channel;
        this.budget = budget;
        channel.pipeline().addLast(new Arrivals());
    }

    /// Sets what is run once, on an I/O thread, when there is something to read: the first octets, or the end. Only
    /// who accepts a link may set it, before anything else is done with the link; a thread for the link need not be
    /// started until it has work.
    public void onFirstArrival(Runnable action) {
        firstArrival = action;
    }

    /// Waits for octets, until there are some or [#giveUp] is called.
    ///
    /// @throws InterruptedException when the thread is interrupted; nothing is lost
    public Arrival read() throws InterruptedException {
        givenUp = false;
        while (true) {
            Arrival arrival = poll();
            if (arrival != null) {
                return arrival;
            }
            park(Long.MAX_VALUE);
        }
    }

    /// Waits for octets.
    ///
    /// @param timeout how long at most. A timer for each wait costs as much as all else that a wait does: who
    ///     has many links looks after their time himself, with [#giveUp]
    /// @throws InterruptedException when the thread is interrupted; nothing is lost
    public Arrival read(Duration timeout) throws InterruptedException {
        givenUp = false;
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            Arrival arrival = poll();
            if (arrival != null) {
                return arrival;
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return TIMED_OUT;
            }
            park(left);
        }
    }

    /// Has the read that waits now return [TimedOut], unless there is something to read. Reads to come are not
    /// concerned. May be called by any thread.
    public void giveUp() {
        givenUp = true;
        wake(reader);
    }

    private @Nullable Arrival poll() {
        // Read before the queue: what arrived before the end is never missed.
        boolean noMore = ended;
        byte[] octets = arrived.poll();
        if (octets != null) {
            budget.add(-octets.length);
            resumeWhenAllowed(waiting.addAndGet(-octets.length));
            return new Octets(octets);
        }
        if (noMore) {
            return END;
        }
        return givenUp ? TIMED_OUT : null;
    }

    private void park(long nanos) throws InterruptedException {
        reader = Thread.currentThread();
        if (arrived.isEmpty() && !ended && !givenUp) {
            if (nanos == Long.MAX_VALUE) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, nanos);
            }
        }
        reader = null;
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /// Sends octets in one write, after all that was written before. Waits while too much is on its way; what cannot be
    /// sent because the connection broke is dropped, and [#read] then tells of the end.
    ///
    /// @param octets the link's from now on
    /// @throws InterruptedException when interrupted while waiting; the octets are on their way
    public void write(byte[] octets) throws InterruptedException {
        int length = octets.length;
        leaving.addAndGet(length);
        channel.writeAndFlush(Unpooled.wrappedBuffer(octets)).addListener(_ -> {
            leaving.addAndGet(-length);
            wake(writer);
        });
        while (leaving.get() > LEAVING_LIMIT) {
            writer = Thread.currentThread();
            if (leaving.get() > LEAVING_LIMIT) {
                LockSupport.park(this);
            }
            writer = null;
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /// Whether both ends are still connected, as far as this one knows.
    public boolean isOpen() {
        return channel.isActive();
    }

    /// Who is at the other end: an address and a port, or the process behind a unix socket.
    public String peer() {
        if (channel instanceof EpollDomainSocketChannel unix) {
            try {
                PeerCredentials credentials = unix.peerCredentials();
                return "pid " + credentials.pid() + ", uid " + credentials.uid();
            } catch (IOException _) {
                return "unix socket";
            }
        }
        return channel.remoteAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress() + " port " + address.getPort()
                : "unix socket";
    }

    /// Gives back what arrived and will not be read.
    private void forgetArrived() {
        for (byte[] octets = arrived.poll(); octets != null; octets = arrived.poll()) {
            budget.add(-octets.length);
        }
    }

    /// Closes the connection, after what was written so far as the peer takes it at once. What arrived and was not
    /// read is lost.
    @Override
    public void close() {
        channel.eventLoop().execute(() -> {
            channel.close();
            forgetArrived();
        });
    }

    private void resumeWhenAllowed(int left) {
        if (paused && budget.allows(left)) {
            paused = false;
            channel.config().setAutoRead(true);
        }
    }

    private static void wake(@Nullable Thread thread) {
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    /// The event loop's side.
    private final class Arrivals extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf buffer = (ByteBuf) message;
            byte[] octets = new byte[buffer.readableBytes()];
            buffer.readBytes(octets).release();
            if (octets.length == 0) {
                return;
            }
            budget.add(octets.length);
            arrived.add(octets);
            if (budget.exceededBy(waiting.addAndGet(octets.length)) && !paused) {
                channel.config().setAutoRead(false);
                paused = true;
                // The reader may have emptied the queue before it could see that it has to resume.
                resumeWhenAllowed(waiting.get());
            }
            tellReader();
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            Transport.acknowledgeAtOnce(channel);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            ended = true;
            tellReader();
        }

        private void tellReader() {
            Runnable first = firstArrival;
            firstArrival = () -> {};
            first.run();
            wake(reader);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // A reset is an end like any other: the channel closes and channelInactive follows.
            System.getLogger(Link.class.getName()).log(System.Logger.Level.DEBUG, "connection lost", cause);
            context.close();
        }
    }
}
