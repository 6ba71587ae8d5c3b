package org.vidimus.milter.transcript;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// Plays the steps of a transcript as an SMTP client against a server on a socket, and keeps the replies.
///
/// Confined to one thread.
final class SmtpPlayer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    private final InetSocketAddress server;
    private final Submission submission;
    private final List<Exchange> exchanges = new ArrayList<>();
    private Optional<Connection> connection = Optional.empty();

    /// Hands a message to an MTA's own command.
    interface Submission {
        void submit(String sender, List<String> recipients, byte[] content) throws IOException;
    }

    private record Connection(Socket socket, InputStream in, OutputStream out) {
        static Connection of(Socket socket) throws IOException {
            return new Connection(
                    socket,
                    new BufferedInputStream(socket.getInputStream()),
                    new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
        }
    }

    SmtpPlayer(InetSocketAddress server, Submission submission) {
        this.server = server;
        this.submission = submission;
    }

    /// Plays all steps. A server that hangs up ends the replies, not the test.
    List<Exchange> play(List<Step> steps) throws IOException {
        for (Step step : steps) {
            if (connection.isEmpty() && !(step instanceof Step.Connect) && !(step instanceof Step.Submit)) {
                connect(ReplyPattern.POSITIVE);
            }
            switch (step) {
                case Step.Connect(ReplyPattern expected) -> connect(expected);
                case Step.Command(String line, ReplyPattern expected) -> {
                    write(credentials(line) + "\r\n");
                    exchanges.add(new Exchange(line, expected, flushAndRead()));
                }
                case Step.Message message -> message(message);
                case Step.StartTls(ReplyPattern expected) -> startTls(expected);
                case Step.Pipeline(List<Step> group) -> pipeline(group);
                case Step.Drop() -> close();
                case Step.Submit(String sender, List<String> recipients, String content) ->
                    submission.submit(sender, recipients, Octets.bytes(content));
            }
        }
        return List.copyOf(exchanges);
    }

    /// `AUTH PLAIN name@...` logs in as the one user that real servers know here.
    private static String credentials(String line) {
        return line.startsWith("AUTH PLAIN ")
                ? "AUTH PLAIN " + Base64.getEncoder().encodeToString(Octets.bytes("\0user1\0secret"))
                : line;
    }

    private void connect(ReplyPattern expected) throws IOException {
        close();
        Socket socket = new Socket();
        socket.connect(server, PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        connection = Optional.of(Connection.of(socket));
        exchanges.add(new Exchange("(connect)", expected, flushAndRead()));
    }

    private void message(Step.Message message) throws IOException {
        write("DATA\r\n");
        Reply reply = flushAndRead();
        exchanges.add(new Exchange("DATA", message.onData(), reply));
        if (reply.code().equals("354")) {
            write(stuffed(message.content()));
            Reply end = flushAndRead();
            message.onEnd().ifPresent(expected -> exchanges.add(new Exchange("(message)", expected, end)));
        }
    }

    /// Commands of the whole group leave together; a message's content follows its 354.
    private void pipeline(List<Step> group) throws IOException {
        for (Step step : group) {
            switch (step) {
                case Step.Command(String line, var _) -> write(line + "\r\n");
                case Step.Message _ -> write("DATA\r\n");
                default -> throw new TranscriptError("cannot pipeline " + step);
            }
        }
        for (Step step : group) {
            if (step instanceof Step.Command(String line, ReplyPattern expected)) {
                exchanges.add(new Exchange(line, expected, flushAndRead()));
            } else if (step instanceof Step.Message message) {
                Reply reply = flushAndRead();
                exchanges.add(new Exchange("DATA", message.onData(), reply));
                if (reply.code().equals("354")) {
                    write(stuffed(message.content()));
                    Reply end = flushAndRead();
                    message.onEnd().ifPresent(expected -> exchanges.add(new Exchange("(message)", expected, end)));
                }
            }
        }
    }

    private static String stuffed(String content) {
        String stuffed = content.replace("\r\n.", "\r\n..");
        return (stuffed.startsWith(".") ? "." : "") + stuffed + ".\r\n";
    }

    private void startTls(ReplyPattern expected) throws IOException {
        write("STARTTLS\r\n");
        Reply reply = flushAndRead();
        exchanges.add(new Exchange("STARTTLS", expected, reply));
        if (!reply.code().equals("220")) {
            return;
        }
        Socket plain = connection.orElseThrow().socket();
        SSLSocket tls = (SSLSocket) trustingEverybody()
                .getSocketFactory()
                .createSocket(plain, server.getHostString(), server.getPort(), true);
        tls.startHandshake();
        connection = Optional.of(Connection.of(tls));
    }

    /// The servers of these tests have certificates of their own making.
    private static SSLContext trustingEverybody() {
        X509TrustManager trusting = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trusting}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(String octets) throws IOException {
        try {
            connection.orElseThrow().out().write(Octets.bytes(octets));
        } catch (SocketException e) {
            System.getLogger(SmtpPlayer.class.getName()).log(System.Logger.Level.DEBUG, "server hung up", e);
        }
    }

    private Reply flushAndRead() throws IOException {
        try {
            connection.orElseThrow().out().flush();
            return read();
        } catch (SocketException e) {
            return Reply.CLOSED;
        }
    }

    private Reply read() throws IOException {
        StringBuilder text = new StringBuilder();
        while (true) {
            String line = line();
            if (line.length() < 3) {
                return Reply.CLOSED;
            }
            text.append(text.isEmpty() ? "" : "\n").append(line.length() > 4 ? line.substring(4) : "");
            if (line.length() == 3 || line.charAt(3) != '-') {
                return new Reply(line.substring(0, 3), text.toString());
            }
        }
    }

    /// The next line without its end; empty at the end of the stream.
    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        InputStream in = connection.orElseThrow().in();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        if (connection.isPresent()) {
            connection.get().socket().close();
        }
        connection = Optional.empty();
    }
}
