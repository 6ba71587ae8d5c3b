package org.vidimus.daemon.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlVersion;

/// Reads a configuration file.
public final class ConfigFile {
    /// No configuration is that long; a log file given by mistake is.
    static final int LONGEST = 1 << 20;

    private ConfigFile() {}

    /// What became of a file.
    public sealed interface Reading {
        /// It can be used.
        record Valid(Values values) implements Reading {}

        /// It cannot, for these reasons, at least one.
        record Invalid(List<Problem> problems) implements Reading {
            public Invalid {
                problems = List.copyOf(problems);
            }
        }
    }

    /// Reads the file at `path`; never throws for what it holds.
    public static Reading read(Path path, TableType root) {
        return read(path, root, UnaryOperator.identity());
    }

    /// The same, with values that count more than those of the file: what must be true of several keys together
    /// is looked at after `override`.
    public static Reading read(Path path, TableType root, UnaryOperator<Values> override) {
        var problems = new Problems(path.toString());
        return text(path, problems)
                .map(text -> read(path.toString(), text, root, override))
                .orElseGet(() -> new Reading.Invalid(problems.sorted()));
    }

    /// Reads the text of a file that is called `file` in what is reported.
    public static Reading read(String file, String text, TableType root) {
        return read(file, text, root, UnaryOperator.identity());
    }

    /// The same, with values that count more than those of the text.
    public static Reading read(String file, String text, TableType root, UnaryOperator<Values> override) {
        var problems = new Problems(file);
        TomlParseResult parsed = Toml.parse(text, TomlVersion.V1_0_0);
        Optional<Values> values = root.read(new Node(parsed, "", new Position(1, 1)), problems, override);
        if (parsed.hasErrors()) {
            return new Reading.Invalid(withSyntax(parsed.errors(), file, problems.sorted()));
        }
        return values.<Reading>map(Reading.Valid::new).orElseGet(() -> new Reading.Invalid(problems.sorted()));
    }

    /// The parser goes on after a line it cannot read, so the other keys can still be checked. Only what it may
    /// have swallowed must not be called missing.
    private static List<Problem> withSyntax(List<TomlParseError> errors, String file, List<Problem> others) {
        var problems = new Problems(file);
        errors.forEach(error -> problems.add(Node.position(error.position()), "", lower(error)));
        List<Problem> syntax = problems.sorted();
        return Stream.concat(
                        syntax.stream(),
                        others.stream().filter(problem -> !problem.what().startsWith("is missing")))
                .sorted()
                .toList();
    }

    private static String lower(TomlParseError error) {
        String message = String.valueOf(error.getMessage());
        return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }

    private static Optional<String> text(Path path, Problems problems) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] octets = in.readNBytes(LONGEST + 1);
            if (octets.length > LONGEST) {
                problems.add("is longer than " + Amounts.formatSize(LONGEST) + "; expected a configuration file");
                return Optional.empty();
            }
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString());
        } catch (NoSuchFileException _) {
            problems.add("no such file");
        } catch (AccessDeniedException _) {
            problems.add("permission denied");
        } catch (CharacterCodingException _) {
            problems.add("is not UTF-8 text");
        } catch (IOException unreadable) {
            problems.add("cannot be read: " + unreadable.getMessage());
        }
        return Optional.empty();
    }
}
