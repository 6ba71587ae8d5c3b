package org.vidimus.milter.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.milter.wire.Decoded;

class MilterSocketTest {
    @ParameterizedTest
    @CsvSource({
        "inet:8891@127.0.0.1,            inet:8891@127.0.0.1", // Sendmail
        "inet:127.0.0.1:8891,            inet:8891@127.0.0.1", // Postfix
        "inet:localhost:8891,            inet:8891@localhost",
        "inet:0@mx.example.com,          inet:0@mx.example.com",
        "inet6:8891@[::1],               inet6:8891@[::1]",
        "inet6:8891@::1,                 inet6:8891@[::1]",
        "inet:[::1]:8891,                inet6:8891@[::1]",
        "unix:/run/vidimus/milter.sock,  unix:/run/vidimus/milter.sock",
        "local:/run/vidimus/milter.sock, unix:/run/vidimus/milter.sock",
    })
    void readsBothMtasNotations(String text, String canonical) {
        MilterSocket socket = (MilterSocket)
                assertInstanceOf(Decoded.Ok.class, MilterSocket.parse(text)).value();
        assertEquals(canonical, socket.toString());
        assertEquals(new Decoded.Ok<>(socket), MilterSocket.parse(canonical));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                 | it has no inet:, inet6: or unix: before it",
                "8891               | it has no inet:, inet6: or unix: before it",
                "tcp:8891@localhost | it has no inet:, inet6: or unix: before it",
                "/run/milter.sock   | write unix:/run/milter.sock",
                "inet:8891          | it names no host; to listen for this machine alone write inet:8891@127.0.0.1",
                "inet:70000@::1     | port 70000 is above 65535",
                "unix:milter.sock   | the path must be absolute",
                "unix:              | the path must be absolute",
                "inet:x@127.0.0.1   | expected inet:PORT@HOST, inet6:PORT@[ADDRESS], inet:HOST:PORT or unix:/PATH",
            })
    void saysWhatIsWrong(String text, String why) {
        assertEquals(new Decoded.Malformed<>("\"" + text + "\" is no socket: " + why), MilterSocket.parse(text));
    }

    @Test
    void aPathThatNoSocketAddressCanHoldIsRefused() {
        assertInstanceOf(Decoded.Malformed.class, MilterSocket.parse("unix:/" + "x".repeat(103)));
        assertInstanceOf(Decoded.Ok.class, MilterSocket.parse("unix:/" + "x".repeat(102)));
    }

    @Test
    void aPathThatNoEncodingCanHoldIsRefused() {
        assertInstanceOf(Decoded.Malformed.class, MilterSocket.parse("unix:/half-a-pair-\ud800"));
    }

    @ParameterizedTest
    @CsvSource({"0660, rw-rw----", "660, rw-rw----", "0600, rw-------", "0777, rwxrwxrwx", "0020, ----w----"})
    void modesAreOctal(String text, String permissions) {
        SocketFileMode mode = SocketFileMode.ofOctal(text, Optional.empty()).orElseThrow();
        assertEquals(permissions, java.nio.file.attribute.PosixFilePermissions.toString(mode.permissions()));
    }

    @ParameterizedTest
    @CsvSource({"0888", "rw", "66", "1777", "00660", "''", "-660"})
    void whatIsNoModeIsNone(String text) {
        assertEquals(Optional.empty(), SocketFileMode.ofOctal(text, Optional.empty()));
    }
}
