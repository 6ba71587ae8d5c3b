package org.vidimus.milter.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
    @ParameterizedTest
    @CsvSource({
        "INET,  192.0.2.1,                192.0.2.1",
        "INET,  255.255.255.255,          255.255.255.255",
        "INET6, 2001:db8::1,              2001:db8:0:0:0:0:0:1",
        "INET6, IPv6:2001:db8::1,         2001:db8:0:0:0:0:0:1", // as in an address literal
        "INET6, ipv6:2001:DB8::1,         2001:db8:0:0:0:0:0:1",
        "INET6, [2001:db8::1],            2001:db8:0:0:0:0:0:1",
        "INET6, [IPv6:2001:db8::1],       2001:db8:0:0:0:0:0:1",
        "INET6, ::ffff:192.0.2.1,         192.0.2.1", // mapped
        "INET6, ::1,                      0:0:0:0:0:0:0:1",
    })
    void reads(Family family, String text, String address) {
        assertEquals(Optional.of(address), of(family, text).map(InetAddress::getHostAddress));
    }

    @ParameterizedTest
    @CsvSource({
        "INET,    ''",
        "INET,    localhost", // a name: would be looked up
        "INET,    example.com",
        "INET,    1.2.3", // short forms that inet_aton takes
        "INET,    1",
        "INET,    1.2.3.4.5",
        "INET,    256.1.1.1",
        "INET,    1.2.3.-4",
        "INET,    ::1", // the other family
        "INET,    [1.2.3.4]",
        "INET6,   ''",
        "INET6,   []",
        "INET6,   IPv6:",
        "INET6,   192.0.2.1", // the other family
        "INET6,   fe80::1%eth0", // a scope: would be looked up among interfaces
        "INET6,   fe80::1%1",
        "INET6,   a:b",
        "INET6,   1:2:3:4:5:6:7:8:9",
        "INET6,   1::2::3",
        "INET6,   12345::1",
        "INET6,   host:25",
        "INET6,   0000000000000000000000000000000000000000000:1", // too long
        "UNIX,    /run/sock",
        "UNIX,    127.0.0.1",
        "UNKNOWN, 127.0.0.1",
    })
    void isNone(Family family, String text) {
        assertEquals(Optional.empty(), of(family, text), text);
    }

    private static Optional<InetAddress> of(Family family, String text) {
        return ClientAddress.of(new Command.Connect(Bytes.latin1("host"), family, 25, Bytes.latin1(text)));
    }
}
