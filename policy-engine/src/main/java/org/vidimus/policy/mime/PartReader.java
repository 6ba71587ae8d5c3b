package org.vidimus.policy.mime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;

/// Makes parts of the tokens of Apache James' mime4j. Its limits of lengths are off: what it reads is in memory
/// and has a length of its own already. Everything that it can throw ends here.
///
/// Confined to one call.
final class PartReader {
    private static final Bytes CRLF = Bytes.utf8("\r\n");
    private static final Bytes CONTENT = Bytes.utf8("content-");
    private static final MimeConfig CONFIG = MimeConfig.custom()
            .setMaxLineLen(-1)
            .setMaxHeaderLen(-1)
            .setMaxHeaderCount(-1)
            .setMaxContentLen(-1)
            .setMalformedHeaderStartsBody(true)
            .build();

    private final Budgets.Mime limits;
    private final MimeTokenStream tokens;
    private final List<Part> parts = new ArrayList<>();
    private final Deque<Integer> containers = new ArrayDeque<>();
    private final ByteArrayOutputStream header = new ByteArrayOutputStream();
    private Optional<MimeParts.Cut> cut = Optional.empty();
    private List<HeaderField> fields = new ArrayList<>();
    private int headerBytes;
    private boolean begun;
    private boolean headerOfMessage;

    /// @param limits parts, depth and header octets
    PartReader(Budgets.Mime limits) {
        this.limits = limits;
        this.tokens = new MimeTokenStream(CONFIG, DecodeMonitor.SILENT, new PartHeader(limits.depth()));
    }

    MimeParts read(HeaderBlock outer, Bytes body) {
        try {
            tokens.parse(new SequenceInputStream(
                    new ByteArrayInputStream(contentFields(outer)), new ByteArrayInputStream(body.toArray())));
            EntityState state = tokens.getState();
            while (state != EntityState.T_END_OF_STREAM && isInside()) {
                token(state);
                state = tokens.next();
            }
        } catch (IOException | MimeException | RuntimeException _) {
            cut = Optional.of(MimeParts.Cut.MALFORMED);
        }
        if (parts.isEmpty()) {
            parts.add(new Part(MediaType.TEXT, 0, List.of(), new Part.Content.Leaf(body, "")));
        }
        Part first = parts.getFirst();
        List<HeaderField> about = outer.entries().stream()
                .map(HeaderBlock.Entry::field)
                .filter(field -> isContent(field.name()))
                .toList();
        parts.set(0, new Part(first.type(), 0, about, first.content()));
        return new MimeParts(parts, cut);
    }

    /// The fields that say what the body is, as the header of a message; each in one line, whatever is in it.
    private static byte[] contentFields(HeaderBlock outer) {
        StringBuilder out = new StringBuilder();
        for (String name : List.of("Content-Type", "Content-Transfer-Encoding")) {
            for (HeaderBlock.Entry entry : outer.named(Bytes.utf8(name))) {
                String value = entry.field().value().latin1();
                out.append(name).append(": ").append(value.replace('\r', ' ').replace('\n', ' '));
                out.append("\r\n");
            }
        }
        return out.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private boolean isInside() {
        if (parts.size() > limits.parts()) {
            parts.removeLast();
            cut = Optional.of(MimeParts.Cut.PARTS);
            return false;
        }
        if (headerBytes > limits.headerBytes()) {
            cut = Optional.of(MimeParts.Cut.HEADERS);
            return false;
        }
        return true;
    }

    private void token(EntityState state) throws IOException {
        switch (state) {
            case T_START_MESSAGE -> startMessage();
            case T_START_HEADER -> {
                fields = new ArrayList<>();
                header.reset();
            }
            case T_FIELD -> field(tokens.getField());
            case T_END_HEADER -> endHeader();
            case T_START_MULTIPART -> open(descriptor().type(), new Part.Content.Multipart(Bytes.EMPTY, Bytes.EMPTY));
            case T_PREAMBLE -> {
                Bytes prologue = all(tokens.getInputStream());
                change(multipart -> new Part.Content.Multipart(prologue, multipart.epilogue()));
            }
            case T_EPILOGUE -> {
                Bytes epilogue = all(tokens.getInputStream());
                change(multipart -> new Part.Content.Multipart(multipart.prologue(), epilogue));
            }
            case T_BODY -> body();
            case T_END_MULTIPART, T_END_MESSAGE -> containers.poll();
            case T_START_BODYPART, T_END_BODYPART, T_RAW_ENTITY, T_END_OF_STREAM -> {
                // These say nothing that a header or a body does not.
            }
        }
    }

    private void startMessage() {
        if (begun) {
            open(PartHeader.MESSAGE, new Part.Content.Message(Bytes.EMPTY));
            headerOfMessage = true;
        }
        begun = true;
    }

    private void field(Field field) {
        Bytes raw = Bytes.of(field.getRaw().toByteArray());
        headerBytes += raw.length() + CRLF.length();
        header.writeBytes(raw.toArray());
        header.writeBytes(CRLF.toArray());
        int colon = raw.indexOf(':', 0);
        if (colon > 0 && isContent(raw.slice(0, colon))) {
            fields.add(new HeaderField(raw.slice(0, colon), raw.slice(colon + 1)));
        }
    }

    private void endHeader() {
        if (headerOfMessage) {
            int index = containers.element();
            Part part = parts.get(index);
            Part.Content.Message message = new Part.Content.Message(Bytes.of(header.toByteArray()));
            parts.set(index, new Part(part.type(), part.depth(), part.fields(), message));
            headerOfMessage = false;
        }
    }

    private void body() throws IOException {
        PartHeader.Descriptor said = descriptor();
        if (said.deep()) {
            cut = Optional.of(MimeParts.Cut.DEPTH);
        }
        Part.Content.Leaf leaf = new Part.Content.Leaf(all(tokens.getDecodedInputStream()), said.charset());
        parts.add(new Part(said.type(), containers.size(), fields, leaf));
    }

    private PartHeader.Descriptor descriptor() {
        return (PartHeader.Descriptor) tokens.getBodyDescriptor();
    }

    private void open(MediaType type, Part.Content container) {
        parts.add(new Part(type, containers.size(), fields, container));
        containers.push(parts.size() - 1);
    }

    private void change(UnaryOperator<Part.Content.Multipart> changed) {
        int index = containers.element();
        Part part = parts.get(index);
        if (part.content() instanceof Part.Content.Multipart multipart) {
            parts.set(index, new Part(part.type(), part.depth(), part.fields(), changed.apply(multipart)));
        }
    }

    private static Bytes all(InputStream stream) throws IOException {
        return Bytes.of(stream.readAllBytes());
    }

    private static boolean isContent(Bytes name) {
        return name.length() > CONTENT.length()
                && name.slice(0, CONTENT.length()).equalsIgnoreCaseAscii(CONTENT);
    }
}
