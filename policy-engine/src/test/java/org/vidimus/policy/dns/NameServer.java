package org.vidimus.policy.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.vidimus.policy.base.Bytes;

/// A name server on a free port of the loopback interface, over UDP and TCP, for tests: it serves a zone, or does
/// whatever a [Script] makes it do.
public final class NameServer implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final Script script;
    private final Runnable hungUp;
    private final ServerSocketChannel tcp;
    private final DatagramChannel udp;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final List<SocketChannel> connections = new CopyOnWriteArrayList<>();

    /// What a server does when it is asked. Called in a thread of its own for each query.
    @FunctionalInterface
    public interface Script {
        /// What to send, in this order; nothing for silence.
        ///
        /// @param query the message received
        /// @param overTcp how it came
        List<Move> answer(Bytes query, boolean overTcp) throws InterruptedException;
    }

    /// One thing that a server does.
    public sealed interface Move {
        /// Sends a message; over TCP with its length before it.
        record Say(Bytes message) implements Move {}

        /// Sends octets over TCP as they are.
        record Mumble(Bytes octets) implements Move {}

        /// Closes the connection.
        record HangUp() implements Move {}
    }

    /// A query that came in.
    ///
    /// @param query the message
    /// @param overTcp how it came
    /// @param from from where
    public record Asked(Bytes query, boolean overTcp, SocketAddress from) {}

    private NameServer(Script script, Runnable hungUp, ServerSocketChannel tcp, DatagramChannel udp) {
        this.script = script;
        this.hungUp = hungUp;
        this.tcp = tcp;
        this.udp = udp;
    }

    /// Serves `zone`. A question that shall time out is not answered.
    public static NameServer serve(ZoneResolver zone) {
        return run(new ZoneScript(zone));
    }

    /// Serves whatever `script` says.
    public static NameServer run(Script script) {
        return run(script, () -> {});
    }

    /// Serves whatever `script` says.
    ///
    /// @param hungUp run whenever a connection over TCP ends
    static NameServer run(Script script, Runnable hungUp) {
        try {
            NameServer server = bind(script, hungUp);
            Thread.ofVirtual().start(server::receive);
            Thread.ofVirtual().start(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NameServer bind(Script script, Runnable hungUp) throws IOException {
        for (int attempt = 0; attempt < 100; attempt++) {
            ServerSocketChannel tcp = ServerSocketChannel.open().bind(new InetSocketAddress(LOOPBACK, 0));
            DatagramChannel udp = DatagramChannel.open();
            try {
                return new NameServer(script, hungUp, tcp, udp.bind(tcp.getLocalAddress()));
            } catch (BindException _) { // somebody else has that port for UDP
                udp.close();
                tcp.close();
            }
        }
        throw new BindException("no port that is free for both UDP and TCP");
    }

    /// Where it listens.
    public ServerAddress address() {
        return new ServerAddress(LOOPBACK, tcp.socket().getLocalPort());
    }

    /// Every query that came in so far.
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    private void receive() {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
                udp.socket().receive(packet);
                Thread.ofVirtual().start(() -> answer(packet));
            }
        } catch (SocketException | ClosedChannelException _) {
            // closed
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(DatagramPacket packet) {
        Bytes query = Bytes.copyOf(packet.getData(), 0, packet.getLength());
        asked.add(new Asked(query, false, packet.getSocketAddress()));
        try {
            for (Move move : script.answer(query, false)) {
                if (move instanceof Move.Say(Bytes message)) {
                    udp.send(ByteBuffer.wrap(message.toArray()), packet.getSocketAddress());
                }
            }
        } catch (ClosedChannelException | InterruptedException _) {
            // the test is over
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel connection = tcp.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> converse(connection));
            }
        } catch (ClosedChannelException _) {
            // closed
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void converse(SocketChannel connection) {
        try (connection) {
            DataInputStream in = new DataInputStream(connection.socket().getInputStream());
            DataOutputStream out = new DataOutputStream(connection.socket().getOutputStream());
            while (true) {
                Bytes query = Bytes.of(in.readNBytes(in.readUnsignedShort()));
                asked.add(new Asked(query, true, connection.getRemoteAddress()));
                for (Move move : script.answer(query, true)) {
                    switch (move) {
                        case Move.Say(Bytes message) ->
                            out.write(ByteBuffer.allocate(2 + message.length())
                                    .putShort((short) message.length())
                                    .put(message.toArray())
                                    .array());
                        case Move.Mumble(Bytes octets) -> out.write(octets.toArray());
                        case Move.HangUp _ -> {
                            return;
                        }
                    }
                }
            }
        } catch (EOFException | SocketException | ClosedChannelException | InterruptedException _) {
            // the client hung up, or the test is over
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            hungUp.run();
        }
    }

    /// Closes the sockets and all connections.
    @Override
    public void close() {
        try {
            tcp.close();
            udp.close();
            for (SocketChannel connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
