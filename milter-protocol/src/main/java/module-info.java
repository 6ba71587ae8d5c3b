/// The milter protocol, both sides.
@org.jspecify.annotations.NullMarked
module org.vidimus.milter {
    requires static org.jspecify;

    exports org.vidimus.milter.client;
    exports org.vidimus.milter.filter;
    exports org.vidimus.milter.net;
    exports org.vidimus.milter.server;
    exports org.vidimus.milter.wire;

    requires io.netty.common;
    requires io.netty.buffer;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.unix.common;
    requires jdk.net;
}
