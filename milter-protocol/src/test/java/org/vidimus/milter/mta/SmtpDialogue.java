package org.vidimus.milter.mta;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// An SMTP client that sends exactly the octets it is told to.
///
/// Strings are octets, one char each. Nothing is sent or checked behind the caller's back, except that [#mail] and
/// [#data] double leading dots. Every read waits 30 seconds at most.
///
/// Confined to the test's thread.
public final class SmtpDialogue implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int MAX_LINE = 8192;

    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private final SmtpAnswer greeting;

    private SmtpDialogue(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        greeting = read();
    }

    /// Connects, and reads the greeting.
    public static SmtpDialogue connect(InetSocketAddress server) throws IOException {
        return new SmtpDialogue(new Socket(server.getAddress(), server.getPort()));
    }

    /// The same from another address of this machine, for 127.0.0.2 is a client too.
    public static SmtpDialogue connect(InetSocketAddress server, InetAddress from) throws IOException {
        return new SmtpDialogue(new Socket(server.getAddress(), server.getPort(), from, 0));
    }

    /// The first thing the server said.
    public SmtpAnswer greeting() {
        return greeting;
    }

    /// Sends a line, to which CRLF is added, and reads the answer.
    public SmtpAnswer command(String line) throws IOException {
        send(line + "\r\n");
        return read();
    }

    /// Sends these octets and reads nothing.
    public void send(String octets) throws IOException {
        send(octets.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Sends these octets and reads nothing.
    public void send(byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
    }

    /// Reads one answer, of however many lines.
    ///
    /// @throws EOFException when the server has closed the connection
    public SmtpAnswer read() throws IOException {
        List<String> lines = new ArrayList<>();
        while (true) {
            String line = readLine();
            if (!line.matches("(?s)[2-5][0-9][0-9]([ -].*)?")) {
                throw new IOException("not an SMTP answer: " + line);
            }
            lines.add(line.length() > 4 ? line.substring(4) : "");
            if (line.length() == 3 || line.charAt(3) == ' ') {
                return new SmtpAnswer(Integer.parseInt(line.substring(0, 3)), lines);
            }
        }
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < MAX_LINE) {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException("the server closed the connection after '" + line + "'");
            }
            line.append((char) octet);
            if (octet == '\n' && line.length() > 1 && line.charAt(line.length() - 2) == '\r') {
                return line.substring(0, line.length() - 2);
            }
        }
        throw new IOException("an answer's line is longer than " + MAX_LINE);
    }

    /// Says EHLO.
    public SmtpAnswer ehlo(String name) throws IOException {
        return command("EHLO " + name);
    }

    /// Sends one message in an opened session, and gives the first answer that is not what a good session has: of MAIL,
    /// RCPT, DATA or, mostly, of the end of the message.
    ///
    /// @param from without angle brackets, empty for the null sender
    /// @param message as [#data] takes it
    public SmtpAnswer mail(String from, String message, String... recipients) throws IOException {
        SmtpAnswer answer = command("MAIL FROM:<" + from + ">");
        for (String recipient : recipients) {
            if (answer.code() == 250) {
                answer = command("RCPT TO:<" + recipient + ">");
            }
        }
        return answer.code() == 250 ? message(message) : answer;
    }

    private SmtpAnswer message(String message) throws IOException {
        SmtpAnswer answer = command("DATA");
        return answer.code() == 354 ? data(message) : answer;
    }

    /// After a 354: sends the message and the final dot, and reads the answer.
    ///
    /// @param message its lines end in CRLF, the last one too
    public SmtpAnswer data(String message) throws IOException {
        String stuffed = message.startsWith(".") ? "." + message : message;
        send(stuffed.replace("\r\n.", "\r\n..") + ".\r\n");
        return read();
    }

    /// Logs in with AUTH PLAIN.
    public SmtpAnswer login(String user, String secret) throws IOException {
        String plain = "\0" + user + "\0" + secret;
        return command("AUTH PLAIN " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /// Says STARTTLS and goes on encrypted when the server agrees.
    ///
    /// @param certificate the one in PEM that is trusted
    /// @return the answer to STARTTLS
    public SmtpAnswer startTls(Path certificate) throws IOException, GeneralSecurityException {
        SmtpAnswer answer = command("STARTTLS");
        if (answer.code() == 220) {
            var factory = trusting(certificate).getSocketFactory();
            var tls = (SSLSocket) factory.createSocket(socket, "localhost", socket.getPort(), true);
            tls.startHandshake();
            socket = tls;
            in = new BufferedInputStream(tls.getInputStream());
            out = tls.getOutputStream();
        }
        return answer;
    }

    private static SSLContext trusting(Path certificate) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(certificate)) {
            store.setCertificateEntry(
                    "mta", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /// Says QUIT and reads the answer.
    public SmtpAnswer quit() throws IOException {
        return command("QUIT");
    }

    /// Closes the socket without a word.
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
