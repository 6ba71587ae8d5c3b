package org.vidimus.policy;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The test suites that other projects wrote. They are read where they lie and are never part of this
/// repository.
///
/// The folder is named by the system property `vidimus.suites` or the environment variable `VIDIMUS_SUITES`;
/// without either it is `../shared/suites` beside the repository. Where a suite is missing its tests are
/// skipped and say so; with `VIDIMUS_REQUIRE_SUITES=1` they fail.
public final class Suites {
    private Suites() {}

    /// The folder of the suite called `name`; ends the test if it is not there.
    public static Path folder(String name) {
        Path folder = root().resolve(name);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        String message =
                "suite " + name + " is not in " + root().toAbsolutePath().normalize();
        if ("1".equals(System.getenv("VIDIMUS_REQUIRE_SUITES"))) {
            return fail(message);
        }
        System.err.println("SKIPPED: " + message + " (set VIDIMUS_SUITES)");
        return abort(message);
    }

    private static Path root() {
        return Optional.ofNullable(System.getProperty("vidimus.suites"))
                .or(() -> Optional.ofNullable(System.getenv("VIDIMUS_SUITES")))
                .map(Path::of)
                .orElse(Path.of("..", "..", "shared", "suites")); // tests run in the folder of their module
    }
}
