package org.vidimus.policy.sieve.words;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.vidimus.policy.base.Ascii;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.message.FieldText;
import org.vidimus.policy.message.HeaderField;
import org.vidimus.policy.sieve.compile.Call;
import org.vidimus.policy.sieve.compile.CommandWord;
import org.vidimus.policy.sieve.compile.Compilation;
import org.vidimus.policy.sieve.compile.Extension;
import org.vidimus.policy.sieve.compile.Shape;
import org.vidimus.policy.sieve.compile.Shape.Kind;
import org.vidimus.policy.sieve.run.EditedHeader;
import org.vidimus.policy.sieve.run.Matching;
import org.vidimus.policy.sieve.run.Run;
import org.vidimus.policy.sieve.run.SieveFault;
import org.vidimus.policy.sieve.run.Slot;
import org.vidimus.policy.sieve.run.Step;
import org.vidimus.policy.sieve.run.Text;

/// `addheader` and `deleteheader` ([RFC 5293](https://www.rfc-editor.org/rfc/rfc5293)).
final class EditHeaderExtension implements Extension {
    /// RFC 5293 §6: these are never deleted.
    private static final Set<String> TRACE = Set.of("received", "auto-submitted");

    private static final String LAST = "last";
    private static final int LONGEST_NAME = 256;
    private static final Slot<Added> ADDED = new Slot<>(_ -> new Added());

    private final Set<String> kept;

    /// How many fields a run added. Confined to one run.
    private static final class Added {
        private int count;
    }

    /// @param kept names, in lower case, of fields that are neither added nor deleted
    EditHeaderExtension(Set<String> kept) {
        this.kept = Set.copyOf(kept);
    }

    @Override
    public String capability() {
        return "editheader";
    }

    @Override
    public List<CommandWord> commands() {
        Shape adds = Shape.of(Kind.STRING, Kind.STRING).tag(LAST, Kind.NONE);
        Shape deletes = Occurrence.ownOn(
                Shape.of(Kind.STRING, Kind.STRINGS).lastOptional().matching());
        return List.of(
                new CommandWord("addheader", adds, this::add), new CommandWord("deleteheader", deletes, this::delete));
    }

    /// RFC 5293 §4.
    private Step add(Call call, Compilation compilation) {
        Text name = name(call, compilation);
        Text value = compilation.text(call.string(1));
        value.constant().ifPresent(text -> checkValue(text, call, compilation));
        boolean last = call.has(LAST);
        return run -> {
            String field = checkedName(name.in(run));
            String text = value.in(run);
            // Interpretation: §4 has a value over the limit refused or encoded. One that is made of the message is
            // cut, as values of variables are: a fault would be a way past the script for who sends long fields.
            String cut = text.substring(0, Math.min(text.length(), run.limits().variableChars()));
            if (!kept.contains(field.toLowerCase(Locale.ROOT))) {
                add(new HeaderField(Bytes.utf8(field), FieldText.of(field, cut)), last, run);
            }
            return Step.Flow.NEXT;
        };
    }

    private static void add(HeaderField field, boolean last, Run run) {
        if (++run.state(ADDED).count > run.limits().actions()) {
            throw new SieveFault("more than " + run.limits().actions() + " fields added");
        }
        run.spend(run.header().fields().size() / 8);
        run.spendCharacters(8L * field.value().length());
        if (last) {
            run.header().addLast(field);
        } else {
            run.header().addFirst(field);
        }
    }

    /// RFC 5293 §5.
    private Step delete(Call call, Compilation compilation) {
        Text name = name(call, compilation);
        Optional<Occurrence> occurrence = Occurrence.of(call, compilation);
        // Without patterns, comparator and match type are not looked at.
        Optional<Matching> matching =
                call.given(1) ? Optional.of(compilation.matching(call, call.strings(1))) : Optional.empty();
        return run -> {
            String field = checkedName(name.in(run)).toLowerCase(Locale.ROOT);
            if (!kept.contains(field) && !TRACE.contains(field)) {
                List<EditedHeader.Field> named = run.header().named(field);
                List<EditedHeader.Field> meant = occurrence
                        .map(one -> one.among(named).map(List::of).orElse(List.of()))
                        .orElse(named);
                delete(meant, matching, run);
            }
            return Step.Flow.NEXT;
        };
    }

    private static void delete(List<EditedHeader.Field> meant, Optional<Matching> matching, Run run) {
        List<EditedHeader.Field> deleted = new ArrayList<>();
        boolean all =
                matching.isEmpty() || (matching.get().counts() && matching.get().matchesCount(meant.size(), run));
        for (EditedHeader.Field field : meant) {
            run.spend(1);
            if (all || (!matching.get().counts() && matching.get().matches(field.text(), run))) {
                deleted.add(field);
            }
        }
        if (!deleted.isEmpty()) {
            run.spend(run.header().fields().size());
            run.header().removeAll(deleted);
        }
    }

    private Text name(Call call, Compilation compilation) {
        Text name = compilation.text(call.string(0));
        name.constant().ifPresent(given -> {
            if (!isName(given)) {
                compilation.error(call.argumentAt(0), noName(given));
            } else if (kept.contains(given.toLowerCase(Locale.ROOT))) {
                compilation.warning(call.argumentAt(0), given + " fields are left as they are");
            }
        });
        return name;
    }

    private static void checkValue(String text, Call call, Compilation compilation) {
        int most = compilation.limits().variableChars();
        if (text.length() > most) {
            compilation.error(call.argumentAt(1), "the value of the field is longer than " + most + " characters");
        }
        if (text.codePoints().anyMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE)) {
            compilation.error(call.argumentAt(1), "the value of a field is text, and has no NUL");
        }
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && name.length() <= LONGEST_NAME && name.chars().allMatch(Ascii::isFieldName);
    }

    private static String checkedName(String name) {
        if (!isName(name)) {
            throw new SieveFault(noName(name));
        }
        return name;
    }

    private static String noName(String name) {
        String shown = Bytes.utf8(name).excerpt(80);
        return "no header field can be called \"" + shown + "\"";
    }
}
