package org.vidimus.policy.dns;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.Inet4Address;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/// One query to one server: over UDP, and over TCP where the answer does not fit.
///
/// Every query has a socket of its own, whose port the kernel chooses at random; together with the random id that is
/// what a forger has to guess ([RFC 5452 §9.2](https://www.rfc-editor.org/rfc/rfc5452#section-9.2)). A datagram that
/// does not answer the query is not the end of it: the real answer may come after the forged one.
///
/// Thread-safe. Blocks; an interrupt ends the wait.
final class Exchange implements AutoCloseable {
    /*
     * dnsjava has a transport too, and it is not used here, for two reasons. Over UDP it takes the first datagram for
     * the answer, so that one forged datagram makes a question fail. Over TCP a server that stops in the middle of an
     * answer leaves its connection in use, and every later question to that server fails. Blocking sockets on virtual
     * threads are also less code than callbacks.
     */

    private static final int BUFFER_SIZE = 4096; // for servers that send more than they were told we take

    private final Connections connections;
    private final LongSupplier nanoTime;

    Exchange(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.connections = new Connections(nanoTime);
    }

    /// Asks, and returns at `deadline` at the latest.
    Reply.Final ask(ServerAddress server, Query query, ReplyReader reader, long deadline) {
        byte[] octets = query.octets();
        try {
            return switch (overUdp(server, octets, reader, deadline)) {
                case Reply.Final reply -> reply;
                case Reply.Truncated _, Reply.Unrelated _ -> connections.ask(server, octets, reader, deadline);
            };
        } catch (SocketTimeoutException _) {
            return silent("no answer in time");
        } catch (IOException _) {
            return Thread.currentThread().isInterrupted() // the channel is closed then
                    ? new Reply.Failed(Answer.Cause.INTERRUPTED, "interrupted", Reply.Fault.INTERRUPTED)
                    : silent("name server not reachable");
        }
    }

    private static Reply.Failed silent(String detail) {
        return new Reply.Failed(Answer.Cause.TIMEOUT, detail, Reply.Fault.SILENT);
    }

    /// Never [Reply.Unrelated].
    private Reply overUdp(ServerAddress server, byte[] octets, ReplyReader reader, long deadline) throws IOException {
        StandardProtocolFamily family =
                server.address() instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
        try (DatagramChannel channel = DatagramChannel.open(family)) {
            channel.connect(server.socketAddress()); // datagrams from elsewhere are not even delivered
            channel.write(ByteBuffer.wrap(octets));
            DatagramPacket packet = new DatagramPacket(new byte[BUFFER_SIZE], BUFFER_SIZE);
            while (true) {
                packet.setLength(BUFFER_SIZE);
                channel.socket().setSoTimeout(millisUntil(deadline, nanoTime));
                channel.socket().receive(packet);
                Reply reply = packet.getLength() == BUFFER_SIZE
                        ? new Reply.Truncated()
                        : reader.read(Arrays.copyOf(packet.getData(), packet.getLength()));
                if (!(reply instanceof Reply.Unrelated)) {
                    return reply;
                }
            }
        }
    }

    /// The time until `deadline` for a socket, where 0 would mean for ever.
    ///
    /// @throws SocketTimeoutException if there is none
    static int millisUntil(long deadline, LongSupplier nanoTime) throws SocketTimeoutException {
        long nanos = deadline - nanoTime.getAsLong();
        if (nanos <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) Math.min(Duration.ofNanos(nanos).plusNanos(999_999).toMillis(), Integer.MAX_VALUE);
    }

    /// Closes connections that wait for the next question. Questions under way end by themselves.
    @Override
    public void close() {
        connections.close();
    }
}
