package org.vidimus.policy.authres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Json;
import org.vidimus.policy.Spec;
import org.vidimus.policy.Suites;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;

/// The methods of the IANA registry "Email Authentication Parameters": each is written and read back, with
/// every result and every property that it has.
class RegistryTest {
    private static final AuthservId ID = new AuthservId("mx.example.com");

    @ParameterizedTest
    @CsvSource(textBlock = """
            auth,       smtp.auth smtp.mailfrom,              none pass fail temperror permerror
            spf,        smtp.mailfrom smtp.helo,              none pass fail softfail neutral policy temperror permerror hardfail
            dkim,       header.d header.i header.b header.a header.s, none pass fail policy neutral temperror permerror
            dmarc,      header.from policy.dmarc,             none pass fail temperror permerror
            arc,        smtp.remote-ip header.oldest-pass,    none pass fail
            iprev,      policy.iprev,                         pass fail temperror permerror
            dkim-atps,  header.from,                          none pass fail temperror permerror
            dnswl,      dns.zone policy.ip policy.txt dns.sec, pass none temperror permerror
            rrvs,       smtp.rrvs,                            none pass fail unknown temperror permerror
            smime,      body.smime-part body.smime-identifier body.smime-serial body.smime-issuer, none pass fail policy neutral temperror permerror
            vbr,        header.md header.mv,                  none pass fail temperror permerror
            domainkeys, header.d header.from header.sender,   none pass fail policy neutral temperror permerror
            sender-id,  header.from,                          none pass fail softfail neutral policy temperror permerror
            dkim-adsp,  header.from,                          none pass fail unknown discard nxdomain temperror permerror
            """)
    @Spec({"RFC 8601 §2.7", "RFC 8601 §2.3", "RFC 8904 §2", "RFC 8617 §10.2", "AR-1", "AR-13", "AR-14"})
    void writesAndReadsEveryMethod(String method, String properties, String results) {
        for (String result : results.split(" ")) {
            List<ResultInfo> infos = new ArrayList<>();
            for (String value : List.of(
                    "example.com",
                    "@example.com",
                    "ann@example.com",
                    "192.0.2.1",
                    "2001:db8::1",
                    "kQ+v/w==",
                    "a b; c=\"d\\",
                    "",
                    "0")) {
                List<ResultInfo.Property> all = new ArrayList<>();
                for (String property : properties.split(" ")) {
                    String[] parts = property.split("\\.");
                    all.add(new ResultInfo.Property(parts[0], parts[1], value, Optional.of("(c) " + value)));
                }
                infos.add(new ResultInfo(method, 1, result, Optional.of("x"), Optional.of("why; not"), all));
            }
            AuthenticationResultsHeader header = AuthenticationResultsHeader.of(ID, infos);
            assertEquals(
                    new Parsed.Ok<>(header),
                    AuthenticationResultsHeader.parse(header.format().value(), Budgets.DEFAULT));
        }
    }

    @Test
    @Spec({"RFC 8601 §7.1", "RFC 8601 §2.2", "AR-2", "AR-15"})
    void letsNothingOfEspoofersEnvelopesAndSignaturesOutOfItsValue() throws IOException {
        String cases = Files.readString(Suites.folder("spoof-espoofer").resolve("cases.json"));
        for (Json one : Json.read(cases).get("cases").elements()) {
            List<ResultInfo> infos = new ArrayList<>();
            infos.add(info("spf", "mailfrom", one.get("mailFrom").text()));
            infos.add(info("spf", "helo", one.get("helo").text()));
            infos.add(info("dmarc", "from", one.get("fromHeaders").text()));
            if (one.get("dkim") instanceof Json.Members dkim) {
                infos.add(info("dkim", "d", dkim.get("d").text()));
                infos.add(info("dkim", "s", dkim.get("s").text()));
            }
            Bytes value = AuthenticationResultsHeader.of(ID, infos).format().value();
            List<ResultInfo> plain = infos.stream().map(RegistryTest::printable).toList();
            assertEquals(
                    new Parsed.Ok<>(AuthenticationResultsHeader.of(ID, plain)),
                    AuthenticationResultsHeader.parse(value, Budgets.DEFAULT),
                    value::toString);
        }
    }

    private static ResultInfo info(String method, String property, String value) {
        return ResultInfo.of(method, "fail", ResultInfo.Property.of("smtp", property, value));
    }

    private static ResultInfo printable(ResultInfo info) {
        ResultInfo.Property property = info.properties().getFirst();
        StringBuilder text = new StringBuilder();
        property.value().chars().forEach(c -> text.append(Ascii.isPrintable(c) ? (char) c : '?'));
        return info(info.method(), property.name(), text.toString());
    }
}
