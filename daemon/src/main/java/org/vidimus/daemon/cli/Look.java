package org.vidimus.daemon.cli;

import java.io.IOException;
import java.util.function.Function;
import org.vidimus.daemon.explain.Page;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.dns.Lookups;

/// What the commands have in common that look at a domain's records: ask, then print a page or a JSON object.
final class Look {
    private Look() {}

    /// Something that was found out and can be shown both ways.
    record Report(Page page, String json) {}

    /// @param make asks and says what was found
    static int run(String title, Arguments arguments, Terminal terminal, Function<Lookups, Report> make) {
        try (ResolverOptions.Dns dns = ResolverOptions.open(arguments)) {
            var lookups = new Lookups(dns.resolver(), Budgets.Dns.DEFAULT, System::nanoTime);
            lookups.openReserve();
            Report report = make.apply(lookups);
            if (arguments.flag("--json")) {
                terminal.out().println(report.json());
            } else {
                terminal.show(report.page());
            }
            return Cli.DONE;
        } catch (IOException impossible) {
            terminal.complain(title, String.valueOf(impossible.getMessage()));
            return Cli.FAILED;
        }
    }
}
