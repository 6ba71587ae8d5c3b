package org.vidimus.signer.opendkim;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The reader of [OpenDkimFile]. Confined to one call of [#read].
final class OpenDkimFileReader {
    private static final int MAX_LEVEL = 5;
    private static final int MAX_FILES = 50;

    private final FileSource source;
    private final Dialect dialect;
    private final Map<Parameter, OpenDkimFile.Setting> settings = new LinkedHashMap<>();
    private final List<Lint> lints = new ArrayList<>();
    private int files;

    OpenDkimFileReader(FileSource source, Dialect dialect) {
        this.source = source;
        this.dialect = dialect;
    }

    OpenDkimFile read(Path path) {
        file(path, new Place(path.toString(), 0), 0);
        return new OpenDkimFile(path, settings, lints);
    }

    private void file(Path path, Place from, int level) {
        if (level > MAX_LEVEL || ++files > MAX_FILES) {
            error(from, "include-nesting", "files are included more than " + MAX_LEVEL + " deep");
            return;
        }
        switch (source.read(path)) {
            case FileSource.Content.Unreadable(String why) ->
                error(from, "unreadable", "cannot read " + CText.shown(path.toString()) + ": " + why);
            case FileSource.Content.Octets(String text) -> {
                int number = 0;
                for (String line : text.split("\n", -1)) {
                    line(line, new Place(path.toString(), ++number), level);
                }
            }
        }
    }

    private void line(String raw, Place place, int level) {
        String line = CText.string(raw);
        int end = line.length();
        for (int i = 0; i < end; i++) {
            char c = line.charAt(i);
            if (c == '#' || c == '\r') {
                if (c == '#'
                        && i > 0
                        && !isBlank(line.charAt(i - 1))
                        && !line.substring(0, i).isBlank()) {
                    lints.add(Lint.warning(
                            place,
                            "comment-inside",
                            "the value ends at the #, which begins a comment",
                            "so does ours"));
                }
                end = i;
            }
        }
        int from = 0;
        while (from < end && isBlank(line.charAt(from))) {
            from++;
        }
        int to = from;
        while (to < end && !isBlank(line.charAt(to))) {
            to++;
        }
        if (to > from) {
            setting(line.substring(from, to), blankTrimmed(line.substring(to, end)), place, level);
        }
    }

    private void setting(String name, String value, Place place, int level) {
        Optional<Parameter> known = Parameter.named(name).filter(parameter -> accepts(parameter, place));
        if (known.isEmpty()) {
            error(
                    place,
                    "unknown-parameter",
                    "there is no parameter " + CText.shown(name) + "; OpenDKIM ends with status 78");
            return;
        }
        Parameter parameter = known.get();
        if (value.isEmpty()) {
            error(place, "no-value", parameter.name() + " has no value; OpenDKIM ends with status 78");
            return;
        }
        switch (parameter.type()) {
            case INCLUDE -> {
                CText.path(value)
                        .ifPresentOrElse(
                                path -> file(path, place, level + 1),
                                () -> error(place, "unreadable", "Include names no file"));
                return;
            }
            case BOOLEAN -> {
                if (CBoolean.of(value).isEmpty()) {
                    error(
                            place,
                            "not-boolean",
                            parameter.name() + " is neither true nor false: only T, Y, 1, F, N, 0"
                                    + " as the first letter count; OpenDKIM ends with status 78");
                    return;
                }
            }
            case INTEGER -> {
                OptionalInt number = CText.integer(value);
                if (number.isEmpty()) {
                    error(place, "not-integer", parameter.name() + " is not a number; OpenDKIM ends with status 78");
                    return;
                }
                base(parameter, value, number.getAsInt(), place);
            }
            case STRING -> {}
        }
        OpenDkimFile.Setting before = settings.put(parameter, new OpenDkimFile.Setting(parameter, value, place));
        if (before != null) {
            lints.add(Lint.warning(
                    before.place(),
                    "overridden",
                    parameter.name() + " is set again at " + place + ", and the last one counts",
                    "the last one counts"));
        }
    }

    private boolean accepts(Parameter parameter, Place place) {
        boolean built = parameter.role() != Parameter.Role.NOT_BUILT && parameter.role() != Parameter.Role.DKIMPY;
        if (!built && dialect == Dialect.MIGRATE && parameter.role() == Parameter.Role.NOT_BUILT) {
            lints.add(Lint.warning(
                    place,
                    "not-built",
                    "OpenDKIM as Debian builds it does not know " + parameter.name() + " and ends with status 78",
                    "ignored"));
        }
        return built || dialect == Dialect.MIGRATE;
    }

    private void base(Parameter parameter, String value, int number, Place place) {
        boolean plain = value.equals(Integer.toString(number)) || value.equals("+" + number);
        if (!plain && parameter.role() == Parameter.Role.SIGNING) {
            lints.add(Lint.warning(
                    place,
                    "number-base",
                    parameter.name() + " is read as C reads numbers: " + CText.shown(value) + " is " + number,
                    "read alike"));
        }
    }

    private void error(Place place, String code, String what) {
        lints.add(Lint.error(place, code, what, ""));
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static String blankTrimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }
}
