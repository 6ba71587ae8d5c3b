package org.vidimus.signer.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Budgets;
import org.vidimus.signer.rules.Consequence;

/// What must not be signed for its form.
@Spec("DKS-5")
class FormTest {
    private final RecordedEvents events = new RecordedEvents();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Subject: another | hello\\r\\n      | duplicate-field | duplicate-field=subject
            To: eve@x.example| hello\\r\\n      | duplicate-field | duplicate-field=to
            X: a\\rb         | hello\\r\\n      | stray-control   | header-bare-cr
            X: a\\0b         | hello\\r\\n      | stray-control   | header-nul
            X: b             | hel\\nlo\\r\\n   | stray-control   | body-bare-lf
            X: b             | hel\\rlo\\r\\n   | stray-control   | body-bare-cr
            X: b             | hel\\0lo\\r\\n   | stray-control   | body-nul
            X: b             | LONG\\r\\n       | long-line       | body-long-line
            X: LONG          | hello\\r\\n      | long-line       | header-long-line
            """)
    void whatWouldNotArriveAsItIsIsNotSigned(String field, String body, String reason, String why) {
        Outbox mail = Outbox.ordinary().on(text(field)).body(text(body));
        for (Consequence consequence : Consequence.values()) {
            Outbox.Sent sent = mail.send(Signers.signer(
                    Signers.with(Signers.RSA),
                    Signers.settings(consequence, Consequence.TEMPFAIL),
                    Runnable::run,
                    events));
            assertEquals(
                    switch (consequence) {
                        case UNSIGNED -> "accept";
                        case TEMPFAIL -> "451 4.7.0";
                        case REJECT -> "550 5.7.1";
                    },
                    sent.word());
            assertTrue(sent.notes("unsigned", "unsigned-why").startsWith("unsigned=" + reason + " unsigned-why="));
            assertTrue(sent.notes("unsigned-why").contains(why), sent.findings().summary());
            assertEquals("", sent.notes("signed"));
        }
        assertEquals(
                List.of("unsigned " + reason), events.told.stream().distinct().toList());
    }

    private static String text(String shorthand) {
        return shorthand
                .replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\0", "\0")
                .replace("LONG", "x".repeat(999));
    }

    @ParameterizedTest
    @EnumSource(Consequence.class)
    void aHeaderThatIsNotKeptIsNotSigned(Consequence consequence) {
        Budgets few = new Budgets(3, 1000, 1000, 10);
        Outbox.Sent sent = Outbox.ordinary()
                .send(
                        Signers.signer(
                                Signers.with(Signers.RSA),
                                Signers.settings(consequence, Consequence.TEMPFAIL),
                                Runnable::run,
                                events),
                        Outbox.loggedIn("alice@example.com"),
                        few);
        assertEquals("unsigned=header-too-large", sent.notes("unsigned", "signed"));
        assertEquals(consequence == Consequence.UNSIGNED, sent.word().equals("accept"));
    }
}
