package org.vidimus.policy.sieve.words;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.mime.HtmlText;
import org.vidimus.policy.mime.MimeParts;
import org.vidimus.policy.mime.Part;
import org.vidimus.policy.mime.PartText;
import org.vidimus.policy.sieve.run.Run;
import org.vidimus.policy.sieve.run.SieveMessage;

/// The strings of a body that its transforms give ([RFC 5173
/// §5](https://www.rfc-editor.org/rfc/rfc5173#section-5)), each made when it is first asked for and paid for then.
///
/// What the body has beyond [org.vidimus.policy.base.Budgets.Sieve#bodyBytes()] is not there for any of them.
///
/// Interpretation: the structure is that of the message as received, whatever the script has done to its header.
///
/// Confined to one run.
final class BodyStrings {
    private final Run run;
    private final SieveMessage.Body body;
    private final Bytes octets;
    private final IdentityHashMap<Part.Content.Leaf, String> decoded = new IdentityHashMap<>();
    private @Nullable List<String> raw;
    private @Nullable List<String> text;
    private @Nullable List<Part> parts;

    BodyStrings(Run run) {
        this.run = run;
        this.body = run.message().body();
        int most = run.limits().bodyBytes();
        this.octets = body.octets().length() > most ? body.octets().slice(0, most) : body.octets();
        if (octets.length() < body.octets().length() || !body.complete()) {
            run.cut("the body after " + octets.length() + " octets");
        }
    }

    /// §5.1: the body as it came. §4: a message without one has no strings.
    List<String> raw() {
        if (raw == null) {
            run.spendCharacters(octets.length());
            raw = body.present() ? List.of(PartText.plain(octets)) : List.of();
        }
        return raw;
    }

    /// §5.2: the parts of these types.
    ///
    /// @param types as scripts write them, in any case
    List<String> content(List<String> types) {
        List<String> wanted =
                types.stream().map(type -> type.toLowerCase(Locale.ROOT)).toList();
        List<String> strings = new ArrayList<>();
        for (Part part : parts()) {
            run.spend(wanted.size());
            if (wanted.stream().anyMatch(type -> isOf(part, type))) {
                switch (part.content()) {
                    case Part.Content.Leaf leaf -> strings.add(decoded(leaf));
                    case Part.Content.Multipart(Bytes prologue, Bytes epilogue) -> {
                        strings.add(PartText.plain(prologue));
                        strings.add(PartText.plain(epilogue));
                    }
                    case Part.Content.Message(Bytes header) -> strings.add(PartText.plain(header));
                }
            }
        }
        return strings;
    }

    /// A type with a slash is a whole one, one without is any of its subtypes, and the empty one is any. One that
    /// begins or ends with a slash or has two of them can be none of a part.
    private static boolean isOf(Part part, String wanted) {
        return wanted.isEmpty()
                || wanted.equals(part.type().type())
                || wanted.equals(part.type().toString());
    }

    /// §5.3: the text in all parts that are text, a string for each; of HTML what a reader sees.
    List<String> text() {
        if (text == null) {
            List<String> strings = new ArrayList<>();
            for (Part part : parts()) {
                if (part.content() instanceof Part.Content.Leaf leaf) {
                    if (part.type().isHtml()) {
                        run.spendCharacters(leaf.octets().length());
                        strings.add(HtmlText.of(decoded(leaf)));
                    } else if (part.type().isText()) {
                        strings.add(decoded(leaf));
                    }
                }
            }
            text = strings;
        }
        return text;
    }

    private String decoded(Part.Content.Leaf leaf) {
        return decoded.computeIfAbsent(leaf, octets -> {
            run.spendCharacters(octets.octets().length());
            return PartText.of(octets);
        });
    }

    private List<Part> parts() {
        if (parts == null) {
            run.spendCharacters(octets.length());
            if (body.present()) {
                MimeParts read = MimeParts.of(
                        run.message().header(), octets, run.limits().mime());
                read.cut().ifPresent(cut -> run.cut(cut.word()));
                parts = read.parts();
            } else {
                parts = List.of();
            }
        }
        return parts;
    }
}
