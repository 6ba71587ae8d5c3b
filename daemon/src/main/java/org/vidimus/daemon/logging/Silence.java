package org.vidimus.daemon.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;

/// Logback's state until [Logging#start]: nothing is logged and no configuration file is looked for.
///
/// Found through the service loader, against our rule, because Logback configures itself before any code of ours runs,
/// and would otherwise search the class path for XML and then write DEBUG lines among a command's output.
public final class Silence extends ContextAwareBase implements Configurator {
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
