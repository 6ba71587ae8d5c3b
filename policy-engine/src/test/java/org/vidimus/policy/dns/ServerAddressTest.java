package org.vidimus.policy.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

class ServerAddressTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1,           192.0.2.1:53",
        "192.0.2.1:5353,      192.0.2.1:5353",
        "::1,                 [0:0:0:0:0:0:0:1]:53",
        "2001:db8::1,         [2001:db8:0:0:0:0:0:1]:53",
        "[2001:db8::1],       [2001:db8:0:0:0:0:0:1]:53",
        "[2001:db8::1]:65535, [2001:db8:0:0:0:0:0:1]:65535",
    })
    void readsAddressAndPort(String text, String expected) {
        Parsed<String> parsed = ServerAddress.parse(text).map(ServerAddress::toString);
        assertEquals(new Parsed.Ok<>(expected), parsed);
        assertEquals(parsed, ServerAddress.parse(expected).map(ServerAddress::toString));
    }

    @ParameterizedTest
    @CsvSource({
        "'',              0, 'expected an address, not a name'",
        "localhost,       0, 'expected an address, not a name'",
        "localhost:53,    0, 'expected an address, not a name'",
        "53,              0, 'expected an address, not a name'",
        "127.1,           0, 'expected an address, not a name'",
        "300.0.0.1,       0, 'expected an address, not a name'",
        "[192.0.2.1]:53,  1, 'expected an address, not a name'",
        "[]:53,           1, 'expected an address, not a name'",
        "[::1,            4, 'expected ]'",
        "[::1]53,         5, 'expected : and a port'",
        "[::1]x:53,       5, 'expected : and a port'",
        "192.0.2.1:,     10, 'expected a port from 1 to 65535'",
        "192.0.2.1:0,    10, 'expected a port from 1 to 65535'",
        "192.0.2.1:65536,10, 'expected a port from 1 to 65535'",
        "192.0.2.1:x,    10, 'expected a port from 1 to 65535'",
        "192.0.2.1:+53,  10, 'expected a port from 1 to 65535'",
        "[::1]:999999,    6, 'expected a port from 1 to 65535'",
    })
    void whatIsWrongIsSaidWhere(String text, int offset, String why) {
        assertEquals(new Parsed.Malformed<>(offset, why), ServerAddress.parse(text));
    }

    @Test
    void readsTheSystemsServers() {
        assertEquals(
                "[192.0.2.1:53, [2001:db8:0:0:0:0:0:1]:53, 127.0.0.53:53]",
                ServerAddress.ofResolvConf(Bytes.utf8("""
                                # a comment
                                ; nameserver 192.0.2.9
                                search example.com
                                nameserver 192.0.2.1
                                nameserver\t2001:db8::1   # a comment
                                nameserver
                                nameserver localhost
                                nameservers 192.0.2.8
                                options edns0 trust-ad
                                nameserver 127.0.0.53\r
                                """)).toString());
        assertEquals("[127.0.0.1:53]", ServerAddress.ofResolvConf(Bytes.EMPTY).toString());
        assertEquals(
                8,
                ServerAddress.ofResolvConf(Bytes.utf8("nameserver 192.0.2.1\n".repeat(20)))
                        .size());
    }

    @Test
    void aPortIsAPort() {
        InetAddress host = InetAddress.ofLiteral("192.0.2.1");
        assertThrows(IllegalArgumentException.class, () -> new ServerAddress(host, 0));
        assertThrows(IllegalArgumentException.class, () -> new ServerAddress(host, 65_536));
    }
}
