package org.vidimus.milter.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.vidimus.milter.net.MilterSocket;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.ClientAddress;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Decoded;
import org.vidimus.milter.wire.Family;
import org.vidimus.milter.wire.WireLog;

/// Texts: sockets as administrators write them, addresses as MTAs send them, recordings of the wire.
///
/// The input is one octet that chooses how to read it, and the text.
public final class TextFuzz {
    private TextFuzz() {}

    /// Fails if a parser throws, or if what it read is not the same when it is written and read again.
    public static void fuzz(byte[] input) {
        Input choices = new Input(input);
        int choice = choices.below(4);
        byte[] octets = choices.rest();
        switch (choice) {
            case 0 -> socket(new String(octets, StandardCharsets.UTF_8));
            // Two octets a char: texts that no encoding can hold.
            case 1 -> socket("unix:/" + new String(octets, StandardCharsets.UTF_16BE));
            case 2 -> address(Bytes.copyOf(octets));
            default -> recording(new String(octets, StandardCharsets.ISO_8859_1));
        }
    }

    private static void socket(String text) {
        switch (MilterSocket.parse(text)) {
            case Decoded.Ok<MilterSocket>(MilterSocket socket) ->
                assertEquals(new Decoded.Ok<>(socket), MilterSocket.parse(socket.toString()));
            case Decoded.Malformed<MilterSocket>(String why) -> assertTrue(!why.isEmpty());
        }
    }

    private static void address(Bytes text) {
        for (Family family : Family.values()) {
            Optional<InetAddress> address = ClientAddress.of(new Command.Connect(Bytes.EMPTY, family, 0, text));
            switch (family) {
                case UNKNOWN, UNIX -> assertEquals(Optional.empty(), address);
                case INET ->
                    address.ifPresent(found -> {
                        assertTrue(found instanceof Inet4Address, found.toString());
                        assertEquals(address, again(Family.INET, found));
                    });
                // A mapped IPv4 address comes back as IPv4.
                case INET6 ->
                    address.ifPresent(found -> assertEquals(
                            address, again(found instanceof Inet4Address ? Family.INET : Family.INET6, found)));
            }
        }
    }

    private static Optional<InetAddress> again(Family family, InetAddress address) {
        return ClientAddress.of(new Command.Connect(Bytes.EMPTY, family, 0, Bytes.latin1(address.getHostAddress())));
    }

    private static void recording(String text) {
        List<WireLog.Line> lines = WireLog.parse(text.lines().toList());
        assertEquals(lines, WireLog.parse(lines.stream().map(WireLog::format).toList()));
    }
}
