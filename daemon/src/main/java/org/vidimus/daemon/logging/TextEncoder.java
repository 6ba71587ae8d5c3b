package org.vidimus.daemon.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.slf4j.event.KeyValuePair;
import org.vidimus.daemon.text.NetworkText;

/// `2026-11-23T18:56:31.861+01:00 INFO  message key=value other="two words"`. Everything is escaped, so an event is one
/// line; a stack trace follows on indented lines, which no event can imitate. Thread-safe.
final class TextEncoder extends EncoderBase<ILoggingEvent> {
    private final DateTimeFormatter time;

    TextEncoder(ZoneId zone) {
        time = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT)
                .withZone(zone);
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var line = new StringBuilder(200);
        time.formatTo(event.getInstant(), line);
        line.append(String.format(Locale.ROOT, " %-5s ", event.getLevel()));
        line.append(NetworkText.escape(Objects.requireNonNullElse(event.getFormattedMessage(), "")));
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.forEach(pair -> append(line, pair.key, pair.value));
        }
        if (!event.getLevel().isGreaterOrEqual(Level.INFO)) {
            append(line, "logger", event.getLoggerName());
        }
        line.append('\n');
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            appendTrace(line, thrown, "    ");
        }
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(StringBuilder line, String key, Object value) {
        String text = value instanceof Collection<?> collection
                ? collection.stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(value);
        line.append(' ').append(key).append('=').append(NetworkText.word(text));
    }

    private static void appendTrace(StringBuilder line, IThrowableProxy thrown, String indent) {
        line.append(indent).append(thrown.getClassName());
        if (thrown.getMessage() != null) {
            line.append(": ").append(NetworkText.escape(thrown.getMessage()));
        }
        line.append('\n');
        for (StackTraceElementProxy frame : thrown.getStackTraceElementProxyArray()) {
            line.append(indent).append("  ").append(frame.getSTEAsString()).append('\n');
        }
        IThrowableProxy cause = thrown.getCause();
        if (cause != null && !thrown.isCyclic()) {
            appendTrace(line, cause, indent + "caused by ");
        }
    }
}
