package org.vidimus.daemon.architecture;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// One class naming another, read from class files by the JDK's jdeps: supertypes, fields, parameters, results, what
/// the code calls and creates. A constant that the compiler copied leaves no trace.
///
/// @param user the binary name of the class that names
/// @param used the binary name of the class that is named
record Use(String user, String used) {
    private static final ToolProvider JDEPS =
            ToolProvider.findFirst("jdeps").orElseThrow(() -> new IllegalStateException("this Java has no jdeps"));

    /// Every use by the classes below `folder`, the root of a package tree.
    static List<Use> in(Path folder) {
        return read(folder, "-filter:none");
    }

    /// The uses that a caller sees: in the signatures of public and protected members of public classes.
    static List<Use> inSignatures(Path folder) {
        return read(folder, "--api-only");
    }

    /// The package of the class that names.
    String fromPackage() {
        return packageOf(user);
    }

    /// The package of the class that is named.
    String toPackage() {
        return packageOf(used);
    }

    private static List<Use> read(Path folder, String option) {
        // Not the folder that holds module-info.class: jdeps would then want to resolve the module graph itself.
        Path top = folder.resolve("org");
        StringWriter report = new StringWriter();
        StringWriter complaints = new StringWriter();
        int status = JDEPS.run(
                new PrintWriter(report), new PrintWriter(complaints), "-verbose:class", option, top.toString());
        if (status != 0) {
            throw new IllegalStateException("jdeps " + top + ": " + complaints + report);
        }
        return report.toString().lines().flatMap(Use::parse).toList();
    }

    /// Reads `   user -> used   where it is`; lines about whole folders begin without a space.
    private static Stream<Use> parse(String line) {
        String[] words = line.strip().split("\\s+");
        return line.startsWith(" ") && words.length >= 3 && words[1].equals("->")
                ? Stream.of(new Use(words[0], words[2]))
                : Stream.empty();
    }

    private static String packageOf(String type) {
        int dot = type.lastIndexOf('.');
        return dot < 0 ? "" : type.substring(0, dot);
    }
}
