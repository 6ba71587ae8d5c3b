package org.vidimus.policy.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Spec;

class AddressTextTest {
    @Test
    @Spec({"RFC 5952 §4.1", "RFC 5952 §4.2", "RFC 5952 §4.3"})
    void writesTheOneForm() throws UnknownHostException {
        is("192.0.2.1", "192.0.2.1");
        is("2001:db8::1", "2001:0DB8:0:0:0:0:0:0001");
        is("::", "0:0:0:0:0:0:0:0");
        is("::1", "0:0:0:0:0:0:0:1");
        is("1::", "1:0:0:0:0:0:0:0");
        is("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"); // one group of zeros stays
        is("2001:0:0:1::1", "2001:0:0:1:0:0:0:1"); // the longest run
        is("2001:db8::1:0:0:1", "2001:db8:0:0:1:0:0:1"); // the first of two
        is("192.0.2.1", "::ffff:192.0.2.1"); // Java knows the mapped form as IPv4
        is("fe80::1", "fe80::1%7");
    }

    /// The addresses are literals: nothing is looked up.
    private static void is(String expected, String literal) throws UnknownHostException {
        assertEquals(expected, AddressText.of(InetAddress.getByName(literal)), literal);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "2001:DB8:0:0::1, 2001:db8::1",
        "::, ::",
        "::ffff:192.0.2.1, 192.0.2.1", // mapped
        "64:ff9b::192.0.2.1, 64:ff9b::c000:201",
        "1.2.3, -", // 1.2.0.3 to inet_aton
        "5353, -",
        "256.0.0.1, -",
        "1.2.3.4.5, -",
        "0x7f.0.0.1, -",
        "fe80::1%eth0, -",
        "[::1], -",
        "1:2:3, -",
        "localhost, -",
        "'', -",
        "0000:0000:0000:0000:0000:0000:255.255.255.2550, -",
    })
    @Spec("RFC 4291 §2.2")
    void readsWholeAddressesOnly(String text, String expected) {
        assertEquals(expected, AddressText.parse(text).map(AddressText::of).orElse("-"));
    }
}
