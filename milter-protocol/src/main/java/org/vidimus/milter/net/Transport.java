package org.vidimus.milter.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.AttributeKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import jdk.net.ExtendedSocketOptions;

/// The threads that move octets, and how sockets are opened on them: epoll where Linux has it, Java's selectors
/// elsewhere. Open one for a process.
///
/// Thread-safe.
public final class Transport implements AutoCloseable {
    private static final int BACKLOG = 512;
    /// Most messages fit the first read; a body in full flow gets reads of the largest size.
    private static final RecvByteBufAllocator RECEIVE_SIZES = new AdaptiveRecvByteBufAllocator(64, 8_192, 65_536);

    private static final AttributeKey<Link> LINK = AttributeKey.valueOf(Link.class, "link");

    private final boolean epoll;
    private final EventLoopGroup loops;

    private Transport(boolean epoll, int threads) {
        this.epoll = epoll;
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.loops = new MultiThreadIoEventLoopGroup(
                threads, Thread.ofPlatform().name("milter-io-", 0).daemon().factory(), io);
    }

    /// A transport on epoll if there is one.
    ///
    /// @param threads how many, 1 or more; they only copy octets, and one serves some 20,000 messages a second
    public static Transport open(int threads) {
        return new Transport(Epoll.isAvailable(), threads);
    }

    /// A transport on Java's selectors, as on systems without epoll.
    public static Transport openPortable(int threads) {
        return new Transport(false, threads);
    }

    /// What moves the octets, for logs: `epoll` or `nio`.
    public String name() {
        return epoll ? "epoll" : "nio";
    }

    /// Connects to a socket.
    ///
    /// @param budget how many octets may wait to be read
    /// @param timeout how long to wait for the connection
    /// @throws IOException when the host is not known, nobody listens, or the time is up; the
    ///     message names the socket
    /// @throws InterruptedException when interrupted
    public Link connect(MilterSocket socket, ReadBudget budget, Duration timeout)
            throws IOException, InterruptedException {
        Bootstrap bootstrap = new Bootstrap()
                .group(loops)
                .channel(socket instanceof MilterSocket.Unix ? unixChannel() : inetChannel())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(timeout.toMillis()))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.attr(LINK).set(new Link(channel, budget));
                    }
                });
        if (socket instanceof MilterSocket.Inet) {
            bootstrap.option(ChannelOption.TCP_NODELAY, true);
        }
        ChannelFuture connected = bootstrap.connect(address(socket)).await();
        if (!connected.isSuccess()) {
            throw failure("cannot connect to", socket, connected.cause());
        }
        return connected.channel().attr(LINK).get();
    }

    /// Listens on a socket.
    ///
    /// @param socket where; a stale unix socket is replaced, one that somebody listens on is not
    /// @param mode for a unix socket
    /// @param budget how many octets may wait to be read, of each connection and of all
    /// @param accepted is given every connection, on an I/O thread: it must not wait
    /// @throws IOException when the socket cannot be had; the message names it
    /// @throws InterruptedException when interrupted
    public Listener listen(MilterSocket socket, SocketFileMode mode, ReadBudget budget, Consumer<Link> accepted)
            throws IOException, InterruptedException {
        Optional<Path> binding =
                socket instanceof MilterSocket.Unix unix ? Optional.of(SocketFile.prepare(unix)) : Optional.empty();
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(socket instanceof MilterSocket.Unix ? unixServer() : inetServer())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .handler(new AcceptFailures())
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, RECEIVE_SIZES)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accepted.accept(new Link(channel, budget));
                    }
                });
        if (socket instanceof MilterSocket.Inet) {
            // Without it Postfix cannot reconnect within a minute of a restart of ours.
            bootstrap.option(ChannelOption.SO_REUSEADDR, true);
            bootstrap.childOption(ChannelOption.TCP_NODELAY, true);
        }
        ChannelFuture bound = bootstrap
                .bind(binding.isPresent() ? address(binding.get()) : address(socket))
                .await();
        if (!bound.isSuccess()) {
            throw failure("cannot listen on", socket, bound.cause());
        }
        if (socket instanceof MilterSocket.Unix unix && binding.isPresent()) {
            try {
                SocketFile.settle(binding.get(), unix, mode);
            } catch (IOException e) {
                bound.channel().close().await();
                throw e;
            }
        }
        return new Listener(bound.channel(), actual(socket, bound.channel().localAddress()));
    }

    private static MilterSocket actual(MilterSocket asked, SocketAddress bound) {
        return asked instanceof MilterSocket.Inet inet && bound instanceof InetSocketAddress address
                ? new MilterSocket.Inet(inet.host(), address.getPort())
                : asked;
    }

    private SocketAddress address(MilterSocket socket) throws IOException {
        return switch (socket) {
            case MilterSocket.Inet(String host, int port) -> new InetSocketAddress(InetAddress.getByName(host), port);
            case MilterSocket.Unix(Path path) -> address(path);
        };
    }

    private SocketAddress address(Path path) {
        return epoll ? new DomainSocketAddress(path.toFile()) : UnixDomainSocketAddress.of(path);
    }

    private static IOException failure(String what, MilterSocket socket, Throwable cause) {
        return new IOException(what + " " + socket + ": " + SocketFile.reason(cause), cause);
    }

    private Class<? extends Channel> inetChannel() {
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    private Class<? extends Channel> unixChannel() {
        return epoll ? EpollDomainSocketChannel.class : NioDomainSocketChannel.class;
    }

    private Class<? extends ServerChannel> inetServer() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    private Class<? extends ServerChannel> unixServer() {
        return epoll ? EpollServerDomainSocketChannel.class : NioServerDomainSocketChannel.class;
    }

    /// Makes the kernel acknowledge what was just read. Linux forgets the wish after each acknowledgement, so it is
    /// renewed at every read: Postfix leaves Nagle's algorithm on, and where it waits for no reply (at DATA, when
    /// the filter wants none) its next write would wait 40 ms for an acknowledgement that is delayed in the hope of
    /// data to ride on.
    static void acknowledgeAtOnce(Channel channel) {
        if (channel instanceof EpollSocketChannel) {
            channel.config().setOption(EpollChannelOption.TCP_QUICKACK, true);
        } else if (channel instanceof NioSocketChannel) {
            channel.config().setOption(NioChannelOption.of(ExtendedSocketOptions.TCP_QUICKACK), true);
        }
    }

    /// Ends the I/O threads. What was written on links is sent first; listeners and links should be closed before.
    @Override
    public void close() {
        // A loop that shuts down closes its channels before it runs what was submitted: the last writes go first.
        loops.forEach(loop -> loop.submit(() -> {}).awaitUninterruptibly());
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /// Accepting can fail for want of file descriptors. Netty then waits a second and goes on; it must not close the
    /// listener.
    private static final class AcceptFailures extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            System.getLogger(Transport.class.getName())
                    .log(System.Logger.Level.WARNING, "cannot accept a connection: " + SocketFile.reason(cause));
        }
    }
}
