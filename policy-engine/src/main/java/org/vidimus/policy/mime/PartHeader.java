package org.vidimus.policy.mime;

import java.util.Locale;
import java.util.Set;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.BodyDescriptorBuilder;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.NameValuePair;
import org.apache.james.mime4j.stream.RawBody;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.stream.RawFieldParser;
import org.jspecify.annotations.Nullable;

/// What the header of one part says about its content, while mime4j reads it. Of a field that stands there
/// several times the first counts.
///
/// Confined to one call.
final class PartHeader implements BodyDescriptorBuilder {
    // RFC 2046 §5.1.1: at most 70 characters. It is searched for in a way whose effort grows with its length.
    private static final int LONGEST_BOUNDARY = 200;
    // RFC 2045 §6.1.
    private static final Set<String> ENCODINGS = Set.of("7bit", "8bit", "binary", "quoted-printable", "base64");
    static final MediaType MESSAGE = new MediaType("message", "rfc822");

    private final int depth;
    private final int deepest;
    private final boolean inDigest;
    private @Nullable RawBody type;
    private @Nullable String encoding;

    /// @param deepest the depth at which containers are not taken apart any more
    PartHeader(int deepest) {
        this(0, deepest, false);
    }

    private PartHeader(int depth, int deepest, boolean inDigest) {
        this.depth = depth;
        this.deepest = deepest;
        this.inDigest = inDigest;
    }

    /// What a header says.
    ///
    /// @param type its media type
    /// @param boundary null where there is none to look for
    /// @param charset in lower case; empty if it does not say
    /// @param encoding the transfer encoding, in lower case
    /// @param deep whether it is a container that is not taken apart
    record Descriptor(MediaType type, @Nullable String boundary, String charset, String encoding, boolean deep)
            implements BodyDescriptor {
        @Override
        public String getMimeType() {
            return deep ? MediaType.OCTETS.toString() : type.toString();
        }

        @Override
        public String getMediaType() {
            return type.type();
        }

        @Override
        public String getSubType() {
            return type.subtype();
        }

        @Override
        public @Nullable String getBoundary() {
            return boundary;
        }

        @Override
        public String getCharset() {
            return charset;
        }

        @Override
        public String getTransferEncoding() {
            return encoding;
        }

        @Override
        public long getContentLength() {
            return -1;
        }
    }

    @Override
    public void reset() {
        type = null;
        encoding = null;
    }

    @Override
    public @Nullable Field addField(RawField field) {
        String name = field.getNameLowerCase();
        if (name.equals("content-type") && type == null) {
            type = RawFieldParser.DEFAULT.parseRawBody(field);
        } else if (name.equals("content-transfer-encoding") && encoding == null) {
            encoding = field.getBody().strip().toLowerCase(Locale.ROOT);
        }
        return null;
    }

    @Override
    public Descriptor build() {
        String transfer = encoding == null || encoding.isEmpty() ? "7bit" : encoding;
        String boundary = parameter("boundary");
        MediaType known = ENCODINGS.contains(transfer) ? mediaType() : MediaType.OCTETS;
        boolean multipart = known.type().equals("multipart");
        if (multipart && boundary.isEmpty()) {
            known = MediaType.TEXT;
        }
        boolean container = multipart || known.equals(MESSAGE);
        boolean deep = container && (depth >= deepest || boundary.length() > LONGEST_BOUNDARY);
        return new Descriptor(
                known,
                boundary.isEmpty() ? null : boundary,
                parameter("charset").toLowerCase(Locale.ROOT),
                transfer,
                deep);
    }

    /// RFC 2045 §5.2, RFC 2046 §5.1.5: what is not said is text, or a message in a digest.
    private MediaType mediaType() {
        String value = type == null ? "" : type.getValue();
        if (value == null || value.isBlank()) {
            return inDigest ? MESSAGE : MediaType.TEXT;
        }
        return value.indexOf('/') < 0 ? MediaType.TEXT : MediaType.of(value);
    }

    private String parameter(String name) {
        if (type != null) {
            for (NameValuePair pair : type.getParams()) {
                if (name.equalsIgnoreCase(pair.getName())) {
                    return pair.getValue() == null ? "" : pair.getValue();
                }
            }
        }
        return "";
    }

    @Override
    public BodyDescriptorBuilder newChild() {
        return new PartHeader(depth + 1, deepest, mediaType().toString().equals("multipart/digest"));
    }
}
