package org.vidimus.policy.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vidimus.policy.base.Parsed;

class NetworkTest {
    private static Network network(String text) {
        return switch (Network.parse(text)) {
            case Parsed.Ok<Network>(Network network) -> network;
            case Parsed.Malformed<Network>(int offset, String why) -> throw new AssertionError(offset + ": " + why);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.128/25, 192.0.2.128, true",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.0, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/33, 2001:db8:8000::, false",
        "::/0, 192.0.2.1, false",
        "::/0, ::1, true",
        "192.0.2.0/24, ::ffff:192.0.2.9, true",
        "127.0.0.0/8, 127.255.255.255, true",
        "128.0.0.0/1, 200.0.0.1, true",
    })
    void holdsTheAddressesThatShareItsPrefix(String text, String client, boolean expected) {
        assertEquals(expected, network(text).contains(InetAddress.ofLiteral(client)));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 192.0.2.0/24",
        "192.0.2.7/32, 192.0.2.7",
        "2001:0DB8:0:0:1:0:0:0/80, 2001:db8:0:0:1::/80",
        "::1/128, ::1",
        "::/0, ::/0",
        "fe80::/10, fe80::/10",
        "1:0:0:2::3, 1:0:0:2::3",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
    })
    void isWrittenAsShortAsItCanBe(String text, String written) {
        assertEquals(written, network(text).toString());
        assertEquals(network(text), network(written));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "localhost",
                "example.com/8",
                "192.0.2",
                "192.0.2.0.1",
                "192.0.2.256",
                "192.0.2.0/33",
                "192.0.2.0/",
                "192.0.2.0/-1",
                "192.0.2.0/2 4",
                "192.0.2.1/24",
                "1::2::3",
                ":",
                "::1/129",
                "::1%lo",
                "[::1]",
                "0x7f.0.0.1",
                "::ffff:192.0.2.0/120",
                "1111111111111111111111111111111111111111111111111:"
            })
    void anythingElseIsRefused(String text) {
        assertInstanceOf(Parsed.Malformed.class, Network.parse(text), text);
    }

    @Test
    void aPrefixLongerThanTheAddressIsAMistakeOfTheCaller() {
        InetAddress address = InetAddress.ofLiteral("192.0.2.1");
        assertThrows(IllegalArgumentException.class, () -> new Network(address, 33));
        assertThrows(IllegalArgumentException.class, () -> new Network(address, -1));
    }
}
