package org.vidimus.signer.dkim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.dkim.Canonicalization;
import org.vidimus.policy.dkim.FieldIndex;
import org.vidimus.policy.dkim.HeaderInput;
import org.vidimus.policy.message.HeaderBlock;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.message.HeaderForm;

/// The header of one message as its signatures cover it. What two signatures have in common is made once.
///
/// Confined to one thread.
public final class SigningInput {
    /// More fields of one name than this are not signed: they are repeated for no reader, and verifiers have
    /// limits on h= too.
    static final int MOST_REPEATED = 16;

    private final HeaderBlock header;
    private final HeaderForm form;
    private final FieldIndex index;
    private final Map<Key, Selected> selections = new HashMap<>();

    private record Key(HeaderSelection selection, Canonicalization canonicalization) {}

    /// What a signature covers.
    ///
    /// Immutable.
    ///
    /// @param names h=: names in lower case
    /// @param octets the canonical form of the fields, each with its line end
    /// @param form where the header is from
    /// @param canonicalization of the header
    public record Selected(List<String> names, Bytes octets, HeaderForm form, Canonicalization canonicalization) {
        /// Copies the list.
        public Selected {
            names = List.copyOf(names);
        }

        /// All that is signed: the fields and then the one that will hold the signature (§3.7).
        public Bytes with(HeaderField empty) {
            Bytes last = new HeaderInput(canonicalization, form).last(empty).octets();
            byte[] all = new byte[octets.length() + last.length()];
            octets.copyTo(all, 0);
            last.copyTo(all, octets.length());
            return Bytes.of(all);
        }
    }

    /// The header of a message.
    ///
    /// @param header as it goes on: nothing but signatures is put on top after this
    public SigningInput(HeaderBlock header, HeaderForm form) {
        this.header = header;
        this.form = form;
        this.index = new FieldIndex(header);
    }

    /// What a signature of this selection covers.
    public Selected select(HeaderSelection selection, Canonicalization canonicalization) {
        return selections.computeIfAbsent(
                new Key(selection, canonicalization), key -> select(names(selection), key.canonicalization));
    }

    Selected select(List<String> names, Canonicalization canonicalization) {
        HeaderInput input = new HeaderInput(canonicalization, form);
        // §5.4.2: the lowest field of a name first; a name for which there is no field left adds nothing.
        index.select(names.stream().map(Bytes::utf8).toList(), Optional.empty())
                .forEach(field -> field.ifPresent(input::field));
        return new Selected(names, input.octets(), form, canonicalization);
    }

    /// The names of h=: those of the header in its order, all of one name together, and then those that are
    /// only there to say that there is no such field.
    private List<String> names(HeaderSelection selection) {
        Map<String, Integer> occurrences = new LinkedHashMap<>();
        for (HeaderBlock.Entry entry : header.entries()) {
            String name = entry.field().name().toLowerCaseAscii().latin1().stripTrailing();
            if (selection.signed().contains(name)) {
                occurrences.merge(name, 1, Integer::sum);
            }
        }
        List<String> names = new ArrayList<>();
        occurrences.forEach((name, count) -> {
            int more = selection.oversigned().contains(name) ? 1 : 0;
            for (int i = 0; i < Math.min(count + more, MOST_REPEATED); i++) {
                names.add(name);
            }
        });
        for (String name : new TreeSet<>(selection.oversigned())) {
            // A field that is still to be added is not to be kept out.
            if (!occurrences.containsKey(name) && !selection.addedLater().contains(name)) {
                names.add(name);
            }
        }
        if (!names.contains("from")) {
            names.add("from"); // §5.4: it must be named, even where there is none
        }
        return names;
    }
}
