package org.vidimus.daemon.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vidimus.policy.Spec;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;

@Spec("RFC 6376 §3.5")
class ChangedFieldTest {
    private static final HeaderBlock HEADER = HeaderBlock.of(List.of(
            HeaderField.of("From", " Ann <ann@example.org>"),
            HeaderField.of("Subject", " [list]\r\n the   deed"),
            HeaderField.of("Received", " a"),
            HeaderField.of("Received", " b")));

    @Test
    void theFieldThatChangedIsNamed() {
        changed(
                " v=1; z=From:=20Ann=20<ann@example.org>|Subject:the=20deed; b=x",
                "Subject was \"the deed\" when it was" + " signed (z=), and is \"[list] the deed\" now");
        changed(" v=1; z=from:Ann\r\n\t=20<ann@example.org> | subject:[list]=20=20the=20deed");
        changed(
                " z=To:bob@example.org",
                "To was \"bob@example.org\" when it was signed (z=), and is missing or there" + " several times now");
        changed(" z=Received:b|Received:a");
        changed(
                " z=Received:c",
                "Received was \"c\" when it was signed (z=), and is missing or there several times now");
        changed(
                " z=Subject:=1B[31m=7",
                "Subject was \"\\x1B[31m=7\" when it was signed (z=), and is \"[list] the deed\"" + " now");
    }

    @Test
    void withoutReadableCopiesNothingIsSaid() {
        changed(" v=1; b=x");
        changed(" z=");
        changed(" z=|||:|nonsense");
        changed("not a tag list");
        changed("");
    }

    private static void changed(String signature, String... sentences) {
        assertEquals(
                List.of(sentences),
                ChangedField.of(Bytes.utf8(signature), HEADER).stream()
                        .map(ChangedField::sentence)
                        .toList());
    }
}
