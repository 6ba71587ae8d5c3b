package org.vidimus.policy.dns;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Questions over TCP ([RFC 7766](https://www.rfc-editor.org/rfc/rfc7766)). A connection carries one question at a
/// time and then waits a while for the next; whatever is not a whole answer to the question closes it, so that no later
/// question pays for it.
///
/// Thread-safe.
final class Connections implements AutoCloseable {
    private static final int IDLE_PER_SERVER = 4;
    private static final long IDLE_NANOS = Duration.ofSeconds(10).toNanos();

    private final LongSupplier nanoTime;
    private final Map<ServerAddress, Deque<Idle>> idle = new HashMap<>(); // guards itself and closed
    private boolean closed;

    private record Idle(SocketChannel channel, long since) {}

    Connections(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// Asks, and gives up at `deadline`.
    ///
    /// @throws IOException if the server cannot be reached, hangs up, or is too slow
    Reply.Final ask(ServerAddress server, byte[] query, ReplyReader reader, long deadline) throws IOException {
        Optional<SocketChannel> waiting = take(server);
        if (waiting.isPresent()) {
            try {
                return ask(waiting.get(), server, query, reader, deadline);
            } catch (SocketTimeoutException late) {
                throw late;
            } catch (IOException gone) {
                if (Thread.currentThread().isInterrupted()) {
                    throw gone;
                }
                // RFC 7766 §6.2.4: a server may hang up while we are about to ask; a new connection will tell.
            }
        }
        return ask(SocketChannel.open(), server, query, reader, deadline);
    }

    private Reply.Final ask(
            SocketChannel channel, ServerAddress server, byte[] query, ReplyReader reader, long deadline)
            throws IOException {
        boolean again = false;
        try {
            Socket socket = channel.socket();
            if (!channel.isConnected()) {
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                socket.connect(server.socketAddress(), Exchange.millisUntil(deadline, nanoTime));
            }
            ByteBuffer out = ByteBuffer.allocate(2 + query.length);
            out.putShort((short) query.length).put(query).flip();
            while (out.hasRemaining()) {
                channel.write(out); // RFC 7766 §8: the length and the message at once
            }
            Reply reply = reader.read(receive(socket, deadline));
            again = reply instanceof Reply.Settled || reply instanceof Continued;
            return switch (reply) {
                case Reply.Final end -> end;
                case Reply.Truncated _ ->
                    new Reply.Failed(Answer.Cause.MALFORMED, "truncated over TCP", Reply.Fault.LAME);
                case Reply.Unrelated _ ->
                    new Reply.Failed(Answer.Cause.MALFORMED, "another answer over TCP", Reply.Fault.LAME);
            };
        } finally {
            if (again) {
                give(server, channel);
            } else {
                close(channel);
            }
        }
    }

    private byte[] receive(Socket socket, long deadline) throws IOException {
        byte[] length = new byte[2];
        receive(socket, length, deadline);
        byte[] message = new byte[(length[0] & 0xFF) << 8 | length[1] & 0xFF];
        receive(socket, message, deadline);
        return message;
    }

    private void receive(Socket socket, byte[] into, long deadline) throws IOException {
        for (int read = 0; read < into.length; ) {
            socket.setSoTimeout(Exchange.millisUntil(deadline, nanoTime)); // for what is left, however slowly it drips
            int more = socket.getInputStream().read(into, read, into.length - read);
            if (more < 0) {
                throw new IOException("hung up");
            }
            read += more;
        }
    }

    private Optional<SocketChannel> take(ServerAddress server) {
        while (true) {
            Idle latest;
            synchronized (idle) {
                latest = idle.getOrDefault(server, new ArrayDeque<>()).pollLast();
            }
            if (latest == null) {
                return Optional.empty();
            }
            if (nanoTime.getAsLong() - latest.since < IDLE_NANOS) {
                return Optional.of(latest.channel);
            }
            close(latest.channel);
        }
    }

    private void give(ServerAddress server, SocketChannel channel) {
        synchronized (idle) {
            Deque<Idle> waiting = idle.computeIfAbsent(server, _ -> new ArrayDeque<>());
            if (!closed && waiting.size() < IDLE_PER_SERVER) {
                waiting.addLast(new Idle(channel, nanoTime.getAsLong()));
                return;
            }
        }
        close(channel);
    }

    /// Closes what waits, and keeps nothing from now on.
    @Override
    public void close() {
        synchronized (idle) {
            closed = true;
            for (Deque<Idle> waiting : idle.values()) {
                for (Idle one : waiting) {
                    close(one.channel);
                }
            }
            idle.clear();
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // It carried nothing, and it is gone either way.
        }
    }
}
