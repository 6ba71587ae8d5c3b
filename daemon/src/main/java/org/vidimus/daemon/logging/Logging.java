package org.vidimus.daemon.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.io.OutputStream;
import java.time.ZoneId;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.SubstituteLoggerFactory;

/// Starts and stops logging for the whole process.
public final class Logging {
    private Logging() {}

    /// Logs to `out` from now on; what was set up before is dropped.
    public static void start(LogSettings settings, OutputStream out) {
        LoggerContext context = context();
        context.reset();
        context.setName("vidimus");
        Encoder<ILoggingEvent> encoder = switch (settings.format()) {
            case TEXT -> new TextEncoder(ZoneId.systemDefault());
            case JSON -> new JsonEncoder();
        };
        encoder.setContext(context);
        encoder.start();
        var appender = new OutputStreamAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setName("out");
        appender.setEncoder(encoder);
        appender.setOutputStream(out);
        appender.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(level(settings.level()));
        root.addAppender(appender);
        atMostInfo(context.getLogger("io.netty"));
        // The JDK logs each System.exit with a stack trace at DEBUG.
        atMostInfo(context.getLogger("java.lang.Runtime"));
    }

    /// Writes what is pending and logs nothing more.
    public static void stop() {
        LoggerContext context = context();
        context.reset();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
    }

    /// While another thread brings SLF4J up, SLF4J hands out a substitute. A signal that ends the process as it starts
    /// is such a thread, because the JDK logs it.
    private static LoggerContext context() {
        ILoggerFactory factory = LoggerFactory.getILoggerFactory();
        while (factory instanceof SubstituteLoggerFactory) {
            Thread.onSpinWait();
            factory = LoggerFactory.getILoggerFactory();
        }
        return (LoggerContext) factory;
    }

    private static void atMostInfo(Logger logger) {
        if (logger.getEffectiveLevel().levelInt < Level.INFO_INT) {
            logger.setLevel(Level.INFO);
        }
    }

    private static Level level(LogSettings.Level level) {
        return switch (level) {
            case ERROR -> Level.ERROR;
            case WARN -> Level.WARN;
            case INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
            case TRACE -> Level.TRACE;
        };
    }
}
