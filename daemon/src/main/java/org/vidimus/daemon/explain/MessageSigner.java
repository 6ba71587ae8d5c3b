package org.vidimus.daemon.explain;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vidimus.daemon.explain.MessageCheck.Source;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.BodyHashes;
import org.vidimus.policy.dkim.DkimSignature;
import org.vidimus.policy.dns.DomainName;
import org.vidimus.policy.message.Author;
import org.vidimus.policy.message.FactsCollector;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderForm;
import org.vidimus.policy.message.LineEnds;
import org.vidimus.policy.message.MessageFacts;
import org.vidimus.policy.message.RawMessage;
import org.vidimus.signer.dkim.DkimSigner;
import org.vidimus.signer.dkim.SignatureProfile;
import org.vidimus.signer.dkim.SigningInput;
import org.vidimus.signer.key.DomainKey;
import org.vidimus.signer.key.SigningException;
import org.vidimus.signer.key.SigningKey;

/// Signs a message from a file, of any length: it is read twice and never kept.
public final class MessageSigner {
    private static final int CHUNK = 1 << 16;

    private MessageSigner() {}

    /// A key and the selector under which its record stands.
    public record Named(DomainName selector, SigningKey key) {}

    /// What is to be signed and how.
    ///
    /// @param name what to call the message, such as its file
    /// @param keys with these, one signature each; the first ends up on top
    /// @param domain d=; empty for the author's
    /// @param identity i=
    /// @param at the time of the signature
    /// @param force whether to sign what should not be signed
    public record Order(
            String name,
            List<Named> keys,
            Optional<DomainName> domain,
            Optional<DkimSignature.Identity> identity,
            SignatureProfile profile,
            Instant at,
            boolean force) {
        /// Copies the list.
        public Order {
            keys = List.copyOf(keys);
        }
    }

    /// What came of it.
    public sealed interface Outcome {
        /// It is signed.
        ///
        /// @param stored whether the lines of the message end in LF
        /// @param fields the signatures, the topmost first
        /// @param objections why it should not be; empty unless forced
        record Signed(boolean stored, List<HeaderField> fields, List<String> objections) implements Outcome {
            /// Copies the lists.
            public Signed {
                fields = List.copyOf(fields);
                objections = List.copyOf(objections);
            }

            /// Writes the signatures and then the message.
            public void write(Source message, OutputStream out) throws IOException {
                for (HeaderField field : fields) {
                    String lines = field.name().latin1() + ":" + field.value().latin1() + "\n";
                    out.write((stored ? lines : lines.replace("\n", "\r\n")).getBytes(StandardCharsets.ISO_8859_1));
                }
                try (InputStream in = message.open()) {
                    in.transferTo(out);
                }
            }
        }

        /// It is not.
        ///
        /// @param why at least one reason, in words of ours
        record Unsigned(List<String> why) implements Outcome {
            /// Copies the list.
            public Unsigned {
                why = List.copyOf(why);
            }
        }
    }

    /// Signs the message.
    ///
    /// @throws IOException if it cannot be read, or has no end of the header where one could be
    /// @throws SigningException if a key fails
    public static Outcome run(Order order, Source source) throws IOException, SigningException {
        Lines lines;
        try (InputStream in = source.open()) {
            lines = Lines.of(in);
        }
        try (InputStream in = lines.travelling(source.open())) {
            RawMessage beginning = MessageCheck.beginning(in, order.name());
            return sign(order, beginning, in, lines.stored());
        }
    }

    private static Outcome sign(Order order, RawMessage message, InputStream rest, boolean stored)
            throws IOException, SigningException {
        HeaderBlock header = message.header();
        if (header.entries().isEmpty()) {
            // Whatever was put on top would become a part of it, or it a part of that.
            return new Outcome.Unsigned(List.of("it does not begin with a header field"));
        }
        Author author = Author.of(header);
        Optional<DomainName> domain = order.domain().or(() -> domain(author));
        if (domain.isEmpty()) {
            return new Outcome.Unsigned(SigningObjections.of(author, header));
        }
        if (order.identity().filter(i -> !i.domain().isWithin(domain.get())).isPresent()) {
            return new Outcome.Unsigned(List.of("the identity is not of " + domain.get()));
        }
        BodyHashes bodies = new BodyHashes();
        List<DkimSigner> signers = order.keys().stream()
                .map(key -> new DomainKey(domain.get(), key.selector(), key.key()))
                .map(key -> DkimSigner.begin(key, order.profile(), order.identity(), bodies))
                .toList();
        MessageFacts facts = body(message, rest, bodies);
        List<String> objections = SigningObjections.of(message, author, facts);
        if (!objections.isEmpty() && !order.force()) {
            return new Outcome.Unsigned(objections);
        }
        SigningInput input = new SigningInput(header, HeaderForm.FILE);
        List<HeaderField> fields = new ArrayList<>();
        for (DkimSigner signer : signers) {
            fields.add(signer.finish(input, order.at()));
        }
        return new Outcome.Signed(stored, fields, objections);
    }

    private static Optional<DomainName> domain(Author author) {
        return author instanceof Author.Single(DomainName domain) ? Optional.of(domain) : Optional.empty();
    }

    private static MessageFacts body(RawMessage message, InputStream rest, BodyHashes bodies) throws IOException {
        FactsCollector facts = new FactsCollector(HeaderForm.FILE, LineEnds.CRLF);
        message.header().entries().forEach(entry -> facts.field(entry.field()));
        Bytes beginning = message.body();
        byte[] chunk = beginning.toArray();
        int length = chunk.length;
        while (length >= 0) {
            facts.body(chunk, 0, length);
            bodies.update(chunk, 0, length);
            chunk = chunk.length < CHUNK ? new byte[CHUNK] : chunk;
            length = rest.read(chunk);
        }
        bodies.finish();
        return facts.finish();
    }
}
