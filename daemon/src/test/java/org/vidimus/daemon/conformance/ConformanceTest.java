package org.vidimus.daemon.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vidimus.daemon.conformance.SpecScanner.Pin;

/// `docs/conformance.md` says what the tests say. After a change of an `@Spec`, run `.ci/conformance` and
/// commit what it wrote.
class ConformanceTest {
    private static final Path ROOT = Path.of("..");

    @Test
    void theListIsCurrent() throws IOException {
        if ("write".equals(System.getProperty("vidimus.docs"))) {
            Conformance.main(new String[] {ROOT.toString()});
        }
        assertEquals(
                Conformance.report(ROOT),
                Files.readString(ROOT.resolve(Conformance.FILE)),
                Conformance.FILE + " is out of date: run .ci/conformance");
    }

    @Test
    void findsAnnotationsAndNothingElse() {
        assertEquals(
                List.of(
                        new Pin("RFC 1 §2", ""),
                        new Pin("RFC 3 §4.5", "one"),
                        new Pin("DM-1", "one"),
                        new Pin("RFC 6", "two"),
                        new Pin("RFC 7", "three")),
                SpecScanner.scan("""
                        /// Not here: @Spec("RFC 9")
                        @Spec("RFC 1 §2")
                        @SuppressWarnings({"x", "class"})
                        class Any<T extends Comparable<T>> {
                            // @Spec("RFC 9")
                            /* @Spec("RFC 9") */
                            String no = "@Spec(\\"RFC 9\\")" + '"' + '\\'' + \"\"\"
                                    @Spec("RFC 9") \\\"\"\"
                                    \"\"\";
                            @Test
                            @Spec({"RFC 3 §4.5", "DM-1"})
                            @CsvSource(value = {"a(b", "class"}, textBlock = \"\"\"
                                    ) @Spec("RFC 9")
                                    \"\"\")
                            void one(String a) {}
                            @Spec("RFC 6") @org.example.Tag("x") static Stream<DynamicTest> two() throws Exception {}
                            @Spec("RFC 7") public <X> List<X> three() {}
                        }
                        """));
    }

    @Test
    void refusesWhatItCannotRead() {
        assertThrows(IllegalArgumentException.class, () -> SpecScanner.scan("@Spec(NAME) void a() {}"));
        assertThrows(IllegalArgumentException.class, () -> SpecScanner.scan("@Spec(\"RFC 1\""));
        assertThrows(IllegalArgumentException.class, () -> SpecScanner.scan("@Spec(\"RFC 1\")"));
    }
}
