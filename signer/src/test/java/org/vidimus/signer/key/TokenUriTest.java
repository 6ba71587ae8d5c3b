package org.vidimus.signer.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vidimus.policy.Fuzzing;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Parsed;

class TokenUriTest {
    private static final String GOOD =
            "pkcs11:slot-id=7;object=s1%20key;type=private?module-path=/usr/lib/p11.so&pin-source=file:/etc/pin";

    @Test
    @Spec("RFC 7512 §2.3")
    void whatTheProviderCanFollowIsRead() {
        assertEquals(
                new Parsed.Ok<>(new TokenUri(
                        GOOD, 7, "s1 key", Path.of("/usr/lib/p11.so"), new KeyPassphrase.InFile(Path.of("/etc/pin")))),
                TokenUri.parse(GOOD));
        String credential = "PKCS11:object=a;slot-id=0?pin-source=credential:pin&module-path=/x";
        assertEquals(
                new Parsed.Ok<>(new TokenUri(credential, 0, "a", Path.of("/x"), new KeyPassphrase.Credential("pin"))),
                TokenUri.parse(credential));
    }

    @ParameterizedTest
    @Spec("RFC 7512 §2.3")
    @CsvSource(
            delimiter = '|',
            value = {
                "/etc/key.pem | 0 | a URI that begins with pkcs11: and has at most 2000 characters",
                "pkcs11: | 0 | slot-id= is missing",
                "pkcs11:slot-id=1 | 0 | object= is missing",
                "pkcs11:slot-id=1;object=a | 0 | module-path= is missing",
                "pkcs11:slot-id=x;object=a?module-path=/x&pin-source=/p | 0 | slot-id= is a number in decimal digits",
                "pkcs11:slot-id=1;slot-id=2 | 17 | an attribute that is there twice",
                "pkcs11:slot-id=1;object | 17 | an attribute is a name, = and a value",
                "pkcs11:object=%4 | 7 | a percent sign without two hexadecimal digits",
                "pkcs11:token=a;slot-id=1;object=a | 0 | an attribute that Java's provider cannot follow; it knows"
                        + " slot-id, object, type",
                "pkcs11:slot-id=1;object=a;type=public | 0 | type= must be private",
                "pkcs11:slot-id=1;object=a?module-path=x&pin-source=/p | 0 | module-path= is an absolute path of"
                        + " letters, digits and . _ / + -",
                "pkcs11:slot-id=1;object=a?module-path=/${x}&pin-source=/p | 0 | module-path= is an absolute path of"
                        + " letters, digits and . _ / + -",
                "pkcs11:slot-id=1;object=a?module-path=/x&pin-source=p | 0 | pin-source= is an absolute path, file:"
                        + " and such a path, or credential:NAME",
                "pkcs11:slot-id=1;object=a?module-path=/x&pin-value=1234 | 0 | pin-value would put the PIN into the"
                        + " configuration; use pin-source=",
            })
    void nothingIsPassedOver(String text, int offset, String why) {
        assertEquals(new Parsed.Malformed<>(offset, why), TokenUri.parse(text));
    }

    @Test
    void nothingThrows() {
        Fuzzing.run(5000, List.of(GOOD), List.of("%", "%00", ";", "?", "&", "=", "pin-source=", "slot-id="), octets -> {
            String text = new String(octets, StandardCharsets.ISO_8859_1);
            if (TokenUri.parse(text) instanceof Parsed.Malformed<TokenUri> malformed) {
                assertEquals(Math.clamp(malformed.offset(), 0, text.length()), malformed.offset());
            } else {
                assertInstanceOf(Parsed.Ok.class, TokenUri.parse(text));
            }
        });
    }
}
