package org.vidimus.policy.iprev;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Spec;
import org.vidimus.policy.authres.AuthenticationResultsHeader;
import org.vidimus.policy.authres.AuthservId;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.dns.Lookups;
import org.vidimus.policy.dns.ZoneResolver;

class IprevCheckTest {
    private final List<String> zone = new ArrayList<>();
    private List<Lookups.Asked> asked = List.of();

    @Test
    @Spec({"RFC 8601 §3", "RFC 8601 §2.7.3"})
    void passesWhereNameAndAddressConfirmEachOther() {
        zone("1.2.0.192.in-addr.arpa. PTR mail.example.com.", "mail.example.com. A 192.0.2.1");
        is("192.0.2.1", "iprev=pass policy.iprev=192.0.2.1 (mail.example.com)");
    }

    @Test
    @Spec({"RFC 8601 §3", "RFC 3596 §2.5"})
    void asksForTheAddressesOfTheClientsKind() {
        zone(
                "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. PTR mail.example.com.",
                "mail.example.com. A 192.0.2.1",
                "mail.example.com. AAAA 2001:db8::1");
        is("2001:db8::1", "iprev=pass policy.iprev=\"2001:db8::1\" (mail.example.com)");
        assertEquals("PTR AAAA", types());
        zone("1.2.0.192.in-addr.arpa. PTR mail.example.com.", "mail.example.com. A 192.0.2.1");
        is("::ffff:192.0.2.1", "iprev=pass policy.iprev=192.0.2.1 (mail.example.com)");
        assertEquals("PTR A", types());
    }

    @Test
    @Spec("RFC 8601 §2.7.3")
    void failsWhereNoNameHasTheAddress() {
        String fail = "iprev=fail reason=\"no name has this address\" policy.iprev=192.0.2.1";
        zone("1.2.0.192.in-addr.arpa. PTR mail.example.com.", "mail.example.com. A 192.0.2.2");
        is("192.0.2.1", fail);
        zone("1.2.0.192.in-addr.arpa. PTR mail.example.com."); // no such name
        is("192.0.2.1", fail);
        zone("1.2.0.192.in-addr.arpa. PTR mail.example.com.", "mail.example.com. TXT x"); // no address
        is("192.0.2.1", fail);
    }

    @Test
    @Spec("RFC 8601 §2.7.3")
    void isAPermanentErrorWithoutPtrRecords() {
        String permerror = "iprev=permerror reason=\"no PTR record\" policy.iprev=192.0.2.1";
        zone();
        is("192.0.2.1", permerror);
        zone("1.2.0.192.in-addr.arpa. TXT x");
        is("192.0.2.1", permerror);
    }

    @Test
    @Spec("RFC 8601 §2.7.3")
    void isATemporaryErrorWhereTheDnsFails() {
        zone(";! SERVFAIL 1.2.0.192.in-addr.arpa PTR");
        is("192.0.2.1", "iprev=temperror reason=\"PTR records: servfail\" policy.iprev=192.0.2.1");
        zone(
                "1.2.0.192.in-addr.arpa. PTR a.example.com.",
                "1.2.0.192.in-addr.arpa. PTR b.example.com.",
                ";! TIMEOUT a.example.com A",
                "b.example.com. A 192.0.2.2");
        is("192.0.2.1", "iprev=temperror reason=\"addresses: timeout\" policy.iprev=192.0.2.1");
        zone.add("b.example.com. A 192.0.2.1"); // another name confirms it all the same
        is("192.0.2.1", "iprev=pass policy.iprev=192.0.2.1 (b.example.com)");
    }

    @Test
    @Spec("RFC 8601 §3")
    void looksAtTenNamesInAFixedOrder() {
        zone();
        for (int i = 29; i >= 10; i--) {
            zone.add("1.2.0.192.in-addr.arpa. PTR mail" + i + ".example.com.");
        }
        zone.add("mail20.example.com. A 192.0.2.1");
        is("192.0.2.1", "iprev=fail reason=\"no name has this address\" policy.iprev=192.0.2.1");
        assertEquals(11, asked.size());
        zone.add("mail19.example.com. A 192.0.2.1");
        zone.add("mail15.example.com. A 192.0.2.1");
        is("192.0.2.1", "iprev=pass policy.iprev=192.0.2.1 (mail15.example.com)");
    }

    @Test
    @Spec({"RFC 8601 §4", "AR-11"})
    void passesOverNamesThatAreNoHosts() {
        zone(
                "1.2.0.192.in-addr.arpa. PTR a\\(b.example.com.",
                "a\\(b.example.com. A 192.0.2.1",
                "1.2.0.192.in-addr.arpa. PTR mail.example.com.",
                "mail.example.com. A 192.0.2.1");
        is("192.0.2.1", "iprev=pass policy.iprev=192.0.2.1 (mail.example.com)");
        assertEquals(2, asked.size());
    }

    private void zone(String... lines) {
        zone.clear();
        zone.addAll(List.of(lines));
    }

    private String types() {
        return asked.stream().map(a -> a.question().type().name()).collect(Collectors.joining(" "));
    }

    private void is(String client, String expected) {
        Lookups dns = new Lookups(ZoneResolver.of(zone.toArray(String[]::new)), Budgets.Dns.DEFAULT, () -> 0);
        InetAddress address;
        try {
            address = InetAddress.getByName(client); // a literal
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
        IprevResult result = IprevCheck.check(address, dns);
        asked = dns.log();
        String field = AuthenticationResultsHeader.of(new AuthservId("mx"), List.of(result.toResultInfo()))
                .format()
                .value()
                .latin1()
                .replaceAll("\\n\\t", " ");
        assertEquals(" mx; " + expected, field);
    }
}
