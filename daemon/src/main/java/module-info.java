/// The program: command line, configuration, wiring, and the thin adapter from milter events to the pipeline.
@org.jspecify.annotations.NullMarked
module org.vidimus.daemon {
    requires static org.jspecify;
    requires ch.qos.logback.classic;
    requires ch.qos.logback.core;
    requires info.picocli;
    requires java.management;
    requires jdk.httpserver;
    requires org.slf4j;
    requires org.tomlj;
    requires org.vidimus.milter;
    requires org.vidimus.policy;
    requires org.vidimus.signer;
    requires simpleclient;
    requires simpleclient.common;

    provides ch.qos.logback.classic.spi.Configurator with
            org.vidimus.daemon.logging.Silence;
}
