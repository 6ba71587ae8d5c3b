package org.vidimus.daemon.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vidimus.daemon.cli.Console.Result;
import org.vidimus.daemon.config.ConfigFile;
import org.vidimus.daemon.config.ConfigFile.Reading;
import org.vidimus.daemon.config.Keys;
import org.vidimus.daemon.config.Settings;

class ConfigCommandTest {
    @Test
    void thePrintedDefaultIsReadAsTheDefaults(@TempDir Path folder) throws IOException {
        Result printed = Console.run("config", "print-default");
        assertEquals(0, printed.status());
        Path file = Files.writeString(folder.resolve("vidimus.toml"), printed.out());
        assertEquals(new Result(0, file + ": ok\n", ""), Console.run("config", "check", file.toString()));
        Reading.Valid read = (Reading.Valid) ConfigFile.read(file, Keys.ROOT);
        assertEquals(Settings.of(Keys.ROOT.defaults()), Settings.of(read.values()));
    }

    @Test
    void everyMistakeIsPrinted(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("bad.toml"), "[milter]\nlistne = 1\n[log]\nlevel = \"loud\"\n");
        assertEquals(
                new Result(
                        1,
                        "",
                        file + ":2:1: milter.listne: unknown key in [milter]; did you mean listen?\n" + file
                                + ":4:1: log.level: \"loud\" is unknown; expected one of \"error\", \"warn\", \"info\","
                                + " \"debug\", \"trace\"\n"),
                Console.run("config", "check", file.toString()));
    }

    @Test
    void aMissingFileIsNamed(@TempDir Path folder) {
        Path file = folder.resolve("none.toml");
        assertEquals(new Result(1, "", file + ": no such file\n"), Console.run("config", "check", file.toString()));
    }
}
