package org.vidimus.daemon.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.vidimus.daemon.logging.LogSettings.Format;
import org.vidimus.daemon.logging.LogSettings.Level;
import org.vidimus.daemon.text.NetworkText;

class LoggingTest {
    private static final Pattern TEXT_TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d) ");
    private static final String HOSTILE =
            NetworkText.decode("a\r\nb\u001b[31m\0\"q\" ü".concat("\u00ff").getBytes(StandardCharsets.UTF_8));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @AfterEach
    void stop() {
        Logging.stop();
    }

    @Test
    void aTextLineHasTimeLevelMessageAndPairs() {
        start(Format.TEXT, Level.INFO);
        LoggerFactory.getLogger("x")
                .atInfo()
                .addKeyValue("queue-id", "4Zq1")
                .addKeyValue("rcpts", 2)
                .addKeyValue("edits", List.of("delete", "insert"))
                .addKeyValue("empty", "")
                .log("message accepted");
        assertEquals("INFO  message accepted queue-id=4Zq1 rcpts=2 edits=delete,insert empty=\"\"\n", withoutTime());
    }

    @Test
    void aJsonLineIsOneObject() {
        start(Format.JSON, Level.INFO);
        LoggerFactory.getLogger("x")
                .atWarn()
                .addKeyValue("queue-id", "4Zq1")
                .addKeyValue("rcpts", 2)
                .addKeyValue("edits", List.of("delete", "insert"))
                .log("message accepted");
        assertEquals(
                "\"level\":\"WARN\",\"logger\":\"x\",\"message\":\"message accepted\",\"queue-id\":\"4Zq1\",\"rcpts\":2,"
                        + "\"edits\":[\"delete\",\"insert\"]}\n",
                text().replaceFirst("\\{\"time\":\"[-T0-9:.]{23}Z\",", ""));
    }

    @Test
    void whatComesFromTheNetworkCannotForgeALine() {
        start(Format.TEXT, Level.INFO);
        LoggerFactory.getLogger("x").atInfo().addKeyValue("from", HOSTILE).log("helo {}", HOSTILE);
        assertEquals(
                "INFO  helo a\\r\\nb\\x1b[31m\\x00\"q\" üÿ from=\"a\\r\\nb\\x1b[31m\\x00\\\"q\\\" üÿ\"\n",
                withoutTime());
        out.reset();
        start(Format.JSON, Level.INFO);
        LoggerFactory.getLogger("x").atInfo().addKeyValue("from", HOSTILE).log("helo");
        assertTrue(text().endsWith("\"from\":\"a\\r\\nb\\u001b[31m\\u0000\\\"q\\\" üÿ\"}\n"), text());
    }

    @Test
    void octetsThatAreNotUtf8AreShown() {
        start(Format.TEXT, Level.INFO);
        String raw = NetworkText.decode(new byte[] {'a', (byte) 0xff, 'b'});
        LoggerFactory.getLogger("x").atInfo().addKeyValue("from", raw).log("m");
        assertEquals("INFO  m from=\"a\\xffb\"\n", withoutTime());
    }

    @Test
    void aStackTraceIsIndentedSoThatItsMessageCannotForgeALine() {
        start(Format.TEXT, Level.INFO);
        var cause = new IllegalStateException("inner");
        LoggerFactory.getLogger("x").error("failed", new RuntimeException("two\nlines", cause));
        List<String> lines = text().lines().toList();
        assertTrue(lines.getFirst().endsWith(" ERROR failed"), lines.getFirst());
        assertEquals("    java.lang.RuntimeException: two\\nlines", lines.get(1));
        assertTrue(lines.stream().skip(1).allMatch(line -> line.startsWith("    ")));
        assertTrue(lines.contains("    caused by java.lang.IllegalStateException: inner"));
        out.reset();
        start(Format.JSON, Level.INFO);
        LoggerFactory.getLogger("x").error("failed", cause);
        assertEquals(1, text().lines().count());
        assertTrue(text().contains("\"stack\":\"java.lang.IllegalStateException: inner\\n\\tat "), text());
    }

    @Test
    void theLevelDecidesWhatIsWritten() {
        start(Format.TEXT, Level.WARN);
        LoggerFactory.getLogger("x").info("no");
        LoggerFactory.getLogger("x").warn("yes");
        assertEquals("WARN  yes\n", withoutTime());
    }

    @Test
    void librariesLogThroughTheSystemLogger() {
        start(Format.TEXT, Level.DEBUG);
        System.getLogger("org.vidimus.lib").log(System.Logger.Level.DEBUG, "detail {0}", 5);
        assertEquals("DEBUG detail 5 logger=org.vidimus.lib\n", withoutTime());
    }

    @Test
    void nettyAndTheJdkAreQuietBelowInfo() {
        start(Format.TEXT, Level.TRACE);
        LoggerFactory.getLogger("io.netty.channel").debug("no");
        LoggerFactory.getLogger("java.lang.Runtime").debug("no");
        LoggerFactory.getLogger("io.netty.channel").info("yes");
        assertEquals("INFO  yes\n", withoutTime());
    }

    @Test
    void nothingIsLoggedOnceStopped() {
        start(Format.TEXT, Level.TRACE);
        Logging.stop();
        LoggerFactory.getLogger("x").error("no");
        assertEquals("", text());
    }

    private void start(Format format, Level level) {
        Logging.start(new LogSettings(format, level), out);
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String withoutTime() {
        return TEXT_TIME.matcher(text()).replaceFirst("");
    }
}
