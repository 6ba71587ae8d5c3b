package org.vidimus.signer.opendkim;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What an `opendkim.conf` and the files that it includes say, parameter by parameter; of a parameter that stands
/// there twice, the last one counts.
///
/// Immutable.
///
/// @param path the file
/// @param settings the settings in force, by parameter
/// @param lints what was found on the way; with an error among them OpenDKIM would not start
record OpenDkimFile(Path path, Map<Parameter, Setting> settings, List<Lint> lints) {
    /// One line with a parameter.
    ///
    /// @param value as written, without white space around it
    record Setting(Parameter parameter, String value, Place place) {}

    OpenDkimFile {
        settings = Map.copyOf(new LinkedHashMap<>(settings));
        lints = List.copyOf(lints);
    }

    /// Reads the file and those that it includes. Total: whatever is wrong is among the lints.
    static OpenDkimFile read(Path path, FileSource source, Dialect dialect) {
        return new OpenDkimFileReader(source, dialect).read(path);
    }

    Optional<Setting> setting(String name) {
        return Parameter.named(name).map(settings::get);
    }

    Optional<String> text(String name) {
        return setting(name).map(Setting::value);
    }

    boolean flag(String name, boolean otherwise) {
        return setting(name)
                .map(setting -> CBoolean.of(setting.value()).orElse(otherwise))
                .orElse(otherwise);
    }

    OptionalInt number(String name) {
        return setting(name).map(setting -> CText.integer(setting.value())).orElse(OptionalInt.empty());
    }

    /// Where the parameter stands; the file as a whole where it does not.
    Place place(String name) {
        return setting(name).map(Setting::place).orElse(new Place(path.toString(), 0));
    }
}
