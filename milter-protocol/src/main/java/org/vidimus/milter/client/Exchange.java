package org.vidimus.milter.client;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.vidimus.milter.net.Link;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Frame;
import org.vidimus.milter.wire.FrameReader;
import org.vidimus.milter.wire.FrameWriter;
import org.vidimus.milter.wire.WireLog;

/// Frames to and from one filter: commands are gathered and leave in one write when an answer is needed.
///
/// Confined to the session's thread.
final class Exchange implements AutoCloseable {
    /// Above this many octets commands leave although no answer is needed yet, so that a body that is streamed
    /// without replies does not gather in memory.
    private static final int WRITE_AT = 65_536;

    private static final int LENGTH_SIZE = 4;

    private final Link link;
    private final Optional<Consumer<WireLog.Line>> recorder;
    private final int connection;
    private final FrameReader in = new FrameReader();
    private final FrameWriter out = new FrameWriter();

    Exchange(Link link, int connection, Optional<Consumer<WireLog.Line>> recorder) {
        this.link = link;
        this.connection = connection;
        this.recorder = recorder;
    }

    /// What was received.
    sealed interface Received {}

    /// A frame.
    record Got(Frame frame) implements Received {}

    /// Nothing that can be used; the connection is of no use either.
    record Lost(String why) implements Received {}

    /// Adds a command to what leaves next.
    void send(Command command) throws InterruptedException {
        command.encodeTo(out);
        recorder.ifPresent(to -> to.accept(new WireLog.FromMta(connection, frame(command))));
        if (out.size() >= WRITE_AT) {
            flush();
        }
    }

    void flush() throws InterruptedException {
        if (out.size() > 0) {
            link.write(out.take());
        }
    }

    void maxPayload(int octets) {
        in.limit(octets);
    }

    /// Waits for the next frame.
    Received receive(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            switch (in.next()) {
                case FrameReader.Complete(Frame frame) -> {
                    recorder.ifPresent(to -> to.accept(new WireLog.FromFilter(frame)));
                    return new Got(frame);
                }
                case FrameReader.Broken(String why) -> {
                    return new Lost(why);
                }
                case FrameReader.NeedMore _ -> {}
            }
            switch (link.read(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
                case Link.Octets(byte[] octets) -> in.feed(octets);
                case Link.End _ -> {
                    return new Lost(in.insideFrame() ? "the filter closed within a reply" : "the filter closed");
                }
                case Link.TimedOut _ -> {
                    return new Lost("no reply within " + timeout);
                }
            }
        }
    }

    private static Frame frame(Command command) {
        FrameWriter writer = new FrameWriter();
        command.encodeTo(writer);
        byte[] octets = writer.take();
        return new Frame(octets[LENGTH_SIZE], Bytes.handOver(octets, LENGTH_SIZE + 1, octets.length));
    }

    @Override
    public void close() {
        link.close();
    }
}
