package org.vidimus.policy.dkim;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.base.Parsed;
import org.vidimus.policy.dkim.TagList.Tag;
import org.vidimus.policy.dns.DomainName;

/// Reads DKIM-Signature fields: every tag that the verifier uses, or what is wrong with the first tag that is
/// not right. Confined to one thread.
final class DkimSignatureReader {
    private static final Bytes FROM = Bytes.utf8("from");
    private static final Bytes QUERY_METHOD = Bytes.utf8("dns/txt");
    private static final List<String> REQUIRED = List.of("v", "a", "b", "bh", "d", "h", "s"); // §3.5

    private final TagList tags;
    private final int maxNames;

    private DkimSignatureReader(TagList tags, int maxNames) {
        this.tags = tags;
        this.maxNames = maxNames;
    }

    /// What was read.
    sealed interface Outcome {
        /// A signature that can be verified.
        record Good(DkimSignature signature) implements Outcome {}

        /// A field that cannot.
        ///
        /// @param tags what could be read of it
        record Bad(DkimProblem problem, Optional<TagList> tags) implements Outcome {}
    }

    /// Ends the reading; it never leaves this class.
    private static final class BadSignatureException extends Exception {
        private static final long serialVersionUID = 1;

        private final transient DkimProblem problem;

        private BadSignatureException(DkimCause cause, String detail) {
            super(detail, null, false, false);
            problem = new DkimProblem(cause, detail);
        }
    }

    /// Reads the value of a field.
    ///
    /// @param maxNames the most names in h=
    static Outcome read(Bytes value, TagList.Charset charset, int maxNames) {
        return switch (TagList.parse(value, charset)) {
            case Parsed.Malformed<TagList>(int offset, String why) ->
                new Outcome.Bad(syntax(offset, why), Optional.empty());
            case Parsed.Ok<TagList>(TagList tags) -> {
                try {
                    yield new Outcome.Good(new DkimSignatureReader(tags, maxNames).signature());
                } catch (BadSignatureException bad) {
                    yield new Outcome.Bad(bad.problem, Optional.of(tags));
                }
            }
        };
    }

    private static DkimProblem syntax(int offset, String why) {
        return new DkimProblem(DkimCause.SIGNATURE_SYNTAX, "octet " + (offset + 1) + ": " + why);
    }

    private DkimSignature signature() throws BadSignatureException {
        version();
        for (String name : REQUIRED) {
            if (tags.tag(name).isEmpty()) {
                throw new BadSignatureException(DkimCause.MISSING_TAG, name + "=");
            }
        }
        DomainName domain = required("d", TagValues::domain);
        DkimSignature signature = new DkimSignature(
                tags,
                SignatureAlgorithm.named(tag("a").value())
                        .orElseThrow(() -> new BadSignatureException(DkimCause.UNKNOWN_ALGORITHM, "")),
                required("b", TagValues::base64),
                required("bh", TagValues::base64),
                canonicalization(),
                domain,
                required("h", tag -> TagValues.list(tag, maxNames)),
                identity(domain),
                number("l"),
                required("s", TagValues::selector),
                number("t"),
                number("x"));
        queryMethod();
        rules(signature);
        return signature;
    }

    private void version() throws BadSignatureException {
        Tag version = tags.tag("v").orElseThrow(() -> new BadSignatureException(DkimCause.MISSING_TAG, "v="));
        if (!version.value().equals(Bytes.utf8("1"))) {
            throw new BadSignatureException(DkimCause.INCOMPATIBLE_VERSION, "");
        }
    }

    /// §6.1.1: what makes a signature useless although each tag is well written.
    private static void rules(DkimSignature signature) throws BadSignatureException {
        if (signature.signedFields().stream().noneMatch(FROM::equalsIgnoreCaseAscii)) {
            throw new BadSignatureException(DkimCause.FROM_NOT_SIGNED, "");
        }
        if (!signature.identity().domain().isWithin(signature.domain())) {
            throw new BadSignatureException(DkimCause.DOMAIN_MISMATCH, "");
        }
        if (signature.bodyHash().length() != signature.algorithm().hash().bytes()) {
            throw new BadSignatureException(DkimCause.SIGNATURE_SYNTAX, "bh= is not as long as the hash");
        }
        OptionalLong signed = signature.signedAt();
        OptionalLong expires = signature.expiresAt();
        // §3.5, x=: it must be greater than t=. Two times beyond counting are not compared.
        if (signed.isPresent()
                && expires.isPresent()
                && expires.getAsLong() <= signed.getAsLong()
                && signed.getAsLong() != Long.MAX_VALUE) {
            throw new BadSignatureException(DkimCause.SIGNATURE_SYNTAX, "x= is not after t=");
        }
    }

    private Canonicalization.Pair canonicalization() throws BadSignatureException {
        Optional<Tag> tag = tags.tag("c");
        return tag.isEmpty()
                ? Canonicalization.Pair.DEFAULT
                : Canonicalization.Pair.parse(tag.get().value())
                        .orElseThrow(() -> new BadSignatureException(DkimCause.UNKNOWN_CANONICALIZATION, ""));
    }

    /// §3.5: methods that we do not know are skipped.
    private void queryMethod() throws BadSignatureException {
        Optional<Tag> tag = tags.tag("q");
        if (tag.isPresent()
                && value(tag.get(), t -> TagValues.list(t, maxNames)).stream()
                        .noneMatch(QUERY_METHOD::equalsIgnoreCaseAscii)) {
            throw new BadSignatureException(DkimCause.UNKNOWN_QUERY_METHOD, "");
        }
    }

    private DkimSignature.Identity identity(DomainName domain) throws BadSignatureException {
        Optional<Tag> tag = tags.tag("i");
        if (tag.isEmpty()) {
            return new DkimSignature.Identity(Bytes.EMPTY, domain); // §3.5: the default
        }
        Bytes identity = value(tag.get(), TagValues::quotedPrintable);
        int at = identity.length() - 1;
        while (at >= 0 && identity.at(at) != '@') {
            at--;
        }
        if (at < 0) {
            throw bad(tag.get().valueOffset(), "no at sign");
        }
        int domainStart = at + 1;
        int offset = tag.get().valueOffset();
        return new DkimSignature.Identity(identity.slice(0, at), value(tag.get(), _ -> switch (TagValues.domain(
                identity.slice(domainStart), 0, 1)) {
            // The position in the decoded text says little about the position in the field.
            case Parsed.Malformed<DomainName>(int _, String why) -> new Parsed.Malformed<>(offset, why);
            case Parsed.Ok<DomainName> good -> good;
        }));
    }

    private OptionalLong number(String name) throws BadSignatureException {
        Optional<Tag> tag = tags.tag(name);
        return tag.isEmpty() ? OptionalLong.empty() : OptionalLong.of(value(tag.get(), TagValues::number));
    }

    private Tag tag(String name) {
        return tags.tag(name).orElseThrow();
    }

    private <T> T required(String name, Function<Tag, Parsed<T>> reader) throws BadSignatureException {
        return value(tag(name), reader);
    }

    private static <T> T value(Tag tag, Function<Tag, Parsed<T>> reader) throws BadSignatureException {
        return switch (reader.apply(tag)) {
            case Parsed.Ok<T>(T value) -> value;
            case Parsed.Malformed<T>(int offset, String why) -> throw bad(offset, why);
        };
    }

    private static BadSignatureException bad(int offset, String why) {
        return new BadSignatureException(DkimCause.SIGNATURE_SYNTAX, "octet " + (offset + 1) + ": " + why);
    }
}
