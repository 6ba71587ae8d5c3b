package org.vidimus.signer.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vidimus.policy.Spec;
import org.vidimus.policy.dkim.Canonicalization;

class HeaderSelectionTest {
    private static final String MESSAGE = """
            Received: from a
            To: b@example.com
            Resent-To: second
            From: a@example.com
            Resent-To: first
            SUBJECT : hello
            Date: Mon, 23 Nov 2026 12:00:00 +0000
            X-Other: x

            body
            """;

    private static String names(String message, HeaderSelection selection) {
        Sample sample = Sample.of(message);
        return String.join(
                ":",
                new SigningInput(sample.header(), sample.form())
                        .select(selection.permitted(), Canonicalization.RELAXED)
                        .names());
    }

    @Test
    @Spec({"DKS-1", "DKS-3", "RFC 6376 §5.4.1", "RFC 6376 §5.4.2"})
    void presentFieldsInTheirOrderAndThoseThatMustNotBeAdded() {
        assertEquals(
                "to:to:resent-to:resent-to:from:from:subject:subject:date:date:"
                        + "cc:content-transfer-encoding:content-type:mime-version:reply-to",
                names(MESSAGE, HeaderSelection.DEFAULT));
    }

    @Test
    @Spec({"DKS-3", "RFC 6376 §5.4.2"})
    void repeatedFieldsFromTheBottom() {
        Sample sample = Sample.of(MESSAGE);
        HeaderSelection selection = new HeaderSelection(Set.of("Resent-To"), Set.of());
        assertEquals(
                "resent-to:first\r\nresent-to:second\r\nfrom:a@example.com\r\n",
                new SigningInput(sample.header(), sample.form())
                        .select(selection, Canonicalization.RELAXED)
                        .octets()
                        .latin1());
    }

    @Test
    @Spec({"DKS-1", "RFC 6376 §5.4"})
    void fromIsAlwaysNamed() {
        assertEquals("from", names("Subject: x\n\n", new HeaderSelection(Set.of(), Set.of())));
        assertEquals("from", names(MESSAGE, new HeaderSelection(Set.of("x-none"), Set.of())));
    }

    /// The server that submits may add both (RFC 6409 §8.1, §8.2), after us as Sendmail does.
    @Test
    @Spec({"DKS-4", "RFC 6409 §8"})
    void aMissingDateIsNotKeptOut() {
        HeaderSelection both = new HeaderSelection(Set.of("date", "message-id"), Set.of("date", "message-id"));
        assertEquals("from", names("From: a@example.com\n\n", both));
        assertEquals("date:date:from", names("Date: x\nFrom: a@example.com\n\n", both));
        assertEquals(
                "from:date", names("From: a@example.com\n\n", new HeaderSelection(Set.of(), Set.of("date"), Set.of())));
        assertEquals(
                "from:cc",
                names("From: a@example.com\n\n", new HeaderSelection(Set.of(), Set.of("to", "cc"), Set.of("To"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Return-Path",
                "received",
                "DKIM-SIGNATURE",
                "DomainKey-Signature",
                "Authentication-Results",
                "ARC-Seal",
                "ARC-Authentication-Results",
                "Bcc",
                "Resent-Bcc",
                "BIMI-Location",
                "Delivered-To",
                "X-Original-To",
                "",
                "a b",
                "a:b",
                "a;b",
                "f\u00FCr",
                "a\n"
            })
    @Spec({"DKS-2", "RFC 6376 §5.4", "RFC 8617 §4.1.2"})
    void neverSigned(String name) {
        assertTrue(HeaderSelection.refusal(name).isPresent());
        HeaderSelection selection = new HeaderSelection(Set.of(name), Set.of(name));
        assertEquals("from", names(name.strip() + ": x\nFrom: a@example.com\n\n", selection));
    }

    @ParameterizedTest
    @CsvSource({"From", "x-mine", "Feedback-ID", "CFBL-Address", "Sender", "Comments"})
    @Spec("DKS-2")
    void mayBeSigned(String name) {
        assertEquals("", HeaderSelection.refusal(name).orElse(""));
    }

    @Test
    @Spec("DKS-1")
    void allDefaultsMayBeSigned() {
        HeaderSelection all = HeaderSelection.DEFAULT;
        assertEquals(all, all.permitted());
        assertTrue(all.signed().containsAll(all.oversigned()));
        assertFalse(all.signed().contains("received"));
    }

    /// Verifiers read so many names and no more.
    @Test
    @Spec("RFC 6376 §5.4.2")
    void fieldsRepeatedWithoutEndAreSignedFromTheBottomOnly() {
        String names = names("Cc: x\n".repeat(5_000) + "From: a@example.com\n\n", HeaderSelection.DEFAULT);

        assertTrue(names.startsWith("cc:".repeat(SigningInput.MOST_REPEATED) + "from:from:"), names);
    }
}
