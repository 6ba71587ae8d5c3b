package org.vidimus.daemon;

import org.vidimus.daemon.cli.Cli;
import org.vidimus.daemon.cli.Terminal;

/// The program's entry point.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(new Cli(Terminal.system()).run(arguments));
    }
}
