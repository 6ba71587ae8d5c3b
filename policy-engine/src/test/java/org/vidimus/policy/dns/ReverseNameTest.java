package org.vidimus.policy.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Spec;

class ReverseNameTest {
    @ParameterizedTest
    @Spec({"RFC 1035 §3.5", "RFC 3596 §2.5"})
    @CsvSource({
        "192.0.2.1,       1.2.0.192.in-addr.arpa",
        "0.255.10.200,    200.10.255.0.in-addr.arpa",
        "::1,             1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa",
        "2001:db8::567:89ab, b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
        "::ffff:192.0.2.1, 1.2.0.192.in-addr.arpa", // the JDK makes an IPv4 address of it
    })
    void namesAnAddressBackwards(String address, String name) {
        assertEquals(name, ReverseName.of(InetAddress.ofLiteral(address)).toString());
    }
}
