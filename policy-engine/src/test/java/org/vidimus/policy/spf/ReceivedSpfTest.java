package org.vidimus.policy.spf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.message.HeaderField;

class ReceivedSpfTest {
    private static String field(String client, String helo, String mailFrom, SpfVerdict verdict) {
        SpfResult result =
                new SpfResult(SpfIdentity.MAIL_FROM, Optional.of(DomainName.of("example.com")), verdict, List.of());
        HeaderField field = ReceivedSpf.format(result, SpfTesting.query(client, helo, mailFrom));
        assertEquals(Bytes.utf8("Received-SPF"), field.name());
        return field.value().latin1();
    }

    @Test
    @Spec({"RFC 7208 §9.1", "SPF-34"})
    void saysWhatWasChecked() {
        assertEquals(
                List.of(
                        " pass (mx.receiver.example: ip4:192.0.2.1 permits the client)",
                        "client-ip=192.0.2.1; envelope-from=\"u@example.com\"; helo=h.example;",
                        "receiver=mx.receiver.example; identity=mailfrom; mechanism=\"ip4:192.0.2.1\""),
                lines(field("192.0.2.1", "h.example", "u@example.com", new SpfVerdict.Pass("ip4:192.0.2.1"))));
        assertEquals(
                List.of(
                        " neutral (mx.receiver.example: nothing in the record matched)",
                        "client-ip=\"2001:db8::1\"; envelope-from=\"<>\"; receiver=mx.receiver.example;",
                        "identity=mailfrom; mechanism=default"),
                lines(field("2001:db8::1", "", "", new SpfVerdict.Neutral(Optional.empty()))));
        assertTrue(field("192.0.2.1", "h", "", new SpfVerdict.PermError("a b")).endsWith("problem=\"a b\""));
        assertTrue(field("192.0.2.1", "h", "", new SpfVerdict.TempError("a b")).endsWith("problem=\"a b\""));
        assertTrue(field("192.0.2.1", "h", "", new SpfVerdict.SoftFail("~all")).endsWith("mechanism=~all"));
        assertTrue(field("192.0.2.1", "h", "", new SpfVerdict.Fail("-all", Optional.of("x")))
                .endsWith("mechanism=-all"));
        assertTrue(field("192.0.2.1", "h", "", new SpfVerdict.None("x")).endsWith("identity=mailfrom"));
    }

    private static List<String> lines(String value) {
        return List.of(value.split("\n\t"));
    }

    @Test
    @Spec({"RFC 7208 §9.1", "RFC 7208 §11.5", "SPF-34", "AR-15"})
    void nothingBreaksOut() {
        String hostile = "x\r\nX-Evil: 1\n\t;\"; result=pass (\\\u00FC\u202E\0" + "y".repeat(2_000);
        String value = field("192.0.2.1", hostile, hostile + "@example.com", new SpfVerdict.PermError(hostile));

        assertTrue(value.replace("\n\t", "").chars().allMatch(Ascii::isPrintable), value);
        assertTrue(
                value.lines().allMatch(line -> line.length() < 900 && (line.startsWith(" ") || line.startsWith("\t"))));
        assertTrue(value.contains("helo=\"x??X-Evil: 1??;\\\"; result=pass (\\\\?"), value);
        assertTrue(value.contains("X-Evil: 1??;\"; result=pass \\(\\\\?"), value); // in the comment
    }
}
