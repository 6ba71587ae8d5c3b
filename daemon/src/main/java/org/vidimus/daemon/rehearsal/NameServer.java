package org.vidimus.daemon.rehearsal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A name server on a loopback port that knows a few names and says of all others that they do not exist. Thread-safe.
final class NameServer implements AutoCloseable {
    private static final int HEADER = 12; // RFC 1035 §4.1.1
    private static final int LARGEST = 512; // RFC 1035 §2.3.4
    private static final int ANSWER = 0x8180; // QR, RD, RA
    private static final int NO_SUCH_NAME = 3;
    private static final int QUESTION_NAME = 0xC000 | HEADER; // RFC 1035 §4.1.4
    private static final int INTERNET = 1;
    private static final int SECONDS = 300;

    private final DatagramSocket socket;
    private final Map<String, byte[]> records;

    /// Begins to answer.
    ///
    /// @param records the data of each record, by name, a space and the number of its type: `example.org 16`
    NameServer(Map<String, byte[]> records) throws IOException {
        this.records = Map.copyOf(records);
        this.socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("rehearsal-dns").start(this::serve);
    }

    /// The data of a TXT record.
    static byte[] txt(List<String> strings) {
        ByteBuffer data = ByteBuffer.allocate(LARGEST);
        for (String string : strings) {
            data.put((byte) string.length()).put(string.getBytes(StandardCharsets.US_ASCII));
        }
        return written(data);
    }

    int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        byte[] buffer = new byte[LARGEST];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                packet.setData(answer(ByteBuffer.wrap(buffer, 0, packet.getLength())));
                socket.send(packet);
            }
        } catch (SocketException _) {
            // Closed.
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private byte[] answer(ByteBuffer question) {
        short id = question.getShort(0);
        StringBuilder name = new StringBuilder();
        int at = HEADER;
        while (question.get(at) != 0) {
            int length = question.get(at);
            name.append(name.isEmpty() ? "" : ".")
                    .append(StandardCharsets.US_ASCII.decode(question.slice(at + 1, length)));
            at += 1 + length;
        }
        int type = question.getShort(at + 1);
        byte[] data = records.get(name.toString().toLowerCase(Locale.ROOT) + " " + type);
        ByteBuffer answer = ByteBuffer.allocate(2 * LARGEST)
                .putShort(id)
                .putShort((short) (data == null ? ANSWER | NO_SUCH_NAME : ANSWER))
                .putShort((short) 1)
                .putShort((short) (data == null ? 0 : 1))
                .putInt(0)
                .put(question.slice(HEADER, at + 5 - HEADER));
        if (data != null) {
            answer.putShort((short) QUESTION_NAME)
                    .putShort((short) type)
                    .putShort((short) INTERNET)
                    .putInt(SECONDS)
                    .putShort((short) data.length)
                    .put(data);
        }
        return written(answer);
    }

    private static byte[] written(ByteBuffer buffer) {
        byte[] octets = new byte[buffer.position()];
        buffer.get(0, octets);
        return octets;
    }

    @Override
    public void close() {
        socket.close();
    }
}
