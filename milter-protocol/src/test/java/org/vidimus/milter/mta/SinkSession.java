package org.vidimus.milter.mta;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vidimus.milter.wire.Bytes;

/// One client of the sink. Commands out of order get 503, and what no MTA may send ends the session with an exception:
/// lines without CR, lines without end.
///
/// Confined to its thread.
final class SinkSession {
    private static final int MAX_LINE = 1 << 20;
    /// The address ends at the first `>` outside quotes.
    private static final Pattern PATH = Pattern.compile(
            "(?is)(?:MAIL FROM|RCPT TO):(<(?:[^\">\\\\]|\\\\.|\"(?:[^\"\\\\]|\\\\.)*\")*>)((?: [^ ]+)*)");

    private final InputStream in;
    private final OutputStream out;
    private final Consumer<Delivery> arrived;
    private String helo = "";
    private Optional<Delivery.Path> from = Optional.empty();
    private final List<Delivery.Path> recipients = new ArrayList<>();

    SinkSession(Socket client, Consumer<Delivery> arrived) throws IOException {
        this.in = new BufferedInputStream(client.getInputStream());
        this.out = client.getOutputStream();
        this.arrived = arrived;
    }

    void run() throws IOException {
        answer("220 sink.example.net ESMTP");
        Optional<String> line = line();
        while (line.isPresent() && serve(line.get())) {
            line = line();
        }
    }

    private boolean serve(String line) throws IOException {
        String verb = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
        switch (verb) {
            case "EHLO", "HELO" -> hello(line);
            case "MAIL" -> mail(line);
            case "RCPT" -> recipient(line);
            case "DATA" -> data();
            case "RSET" -> {
                reset();
                answer("250 2.0.0 reset");
            }
            case "NOOP" -> answer("250 2.0.0 nothing done");
            case "QUIT" -> answer("221 2.0.0 bye");
            default -> answer("500 5.5.1 unknown: " + verb);
        }
        return !verb.equals("QUIT");
    }

    private void hello(String line) throws IOException {
        reset();
        helo = line.substring(Math.min(5, line.length()));
        answer("250-sink.example.net\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-SIZE\r\n250-DSN\r\n"
                + "250 ENHANCEDSTATUSCODES");
    }

    private void mail(String line) throws IOException {
        Matcher path = PATH.matcher(line);
        if (helo.isEmpty() || from.isPresent()) {
            answer("503 5.5.1 not now");
        } else if (path.matches()) {
            from = Optional.of(path(path));
            answer("250 2.1.0 sender");
        } else {
            answer("501 5.5.4 not a sender: " + line);
        }
    }

    private void recipient(String line) throws IOException {
        Matcher path = PATH.matcher(line);
        if (from.isEmpty()) {
            answer("503 5.5.1 not now");
        } else if (path.matches()) {
            recipients.add(path(path));
            answer("250 2.1.5 recipient");
        } else {
            answer("501 5.5.4 not a recipient: " + line);
        }
    }

    private static Delivery.Path path(Matcher path) {
        String arguments = path.group(2).strip();
        return new Delivery.Path(path.group(1), arguments.isEmpty() ? List.of() : List.of(arguments.split(" ")));
    }

    private void data() throws IOException {
        if (from.isEmpty() || recipients.isEmpty()) {
            answer("503 5.5.1 not now");
            return;
        }
        answer("354 go on");
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        String line = line().orElseThrow(() -> new IOException("the message breaks off"));
        while (!line.equals(".")) {
            String undotted = line.startsWith(".") ? line.substring(1) : line;
            message.writeBytes((undotted + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            line = line().orElseThrow(() -> new IOException("the message breaks off"));
        }
        arrived.accept(new Delivery(helo, from.get(), recipients, Bytes.copyOf(message.toByteArray())));
        reset();
        answer("250 2.0.0 remembered");
    }

    private void reset() {
        from = Optional.empty();
        recipients.clear();
    }

    /// A line without its CRLF; empty at the end of the connection. A lone CR is part of the line, a lone LF an error.
    private Optional<String> line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean afterCr = false;
        while (line.size() < MAX_LINE) {
            int octet = in.read();
            if (octet < 0 && line.size() == 0) {
                return Optional.empty();
            }
            if (octet < 0 || octet == '\n' && !afterCr) {
                throw new IOException("a line does not end in CRLF: " + line.toString(StandardCharsets.ISO_8859_1));
            }
            if (octet == '\n') {
                String text = line.toString(StandardCharsets.ISO_8859_1);
                return Optional.of(text.substring(0, text.length() - 1));
            }
            afterCr = octet == '\r';
            line.write(octet);
        }
        throw new IOException("a line is longer than " + MAX_LINE);
    }

    private void answer(String lines) throws IOException {
        out.write((lines + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }
}
