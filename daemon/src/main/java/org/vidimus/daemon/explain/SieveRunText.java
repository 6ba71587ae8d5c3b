package org.vidimus.daemon.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.vidimus.daemon.text.NetworkText;
import org.vidimus.policy.authres.ResultInfo;
import org.vidimus.policy.pipeline.Disposition;
import org.vidimus.policy.pipeline.Evidence;
import org.vidimus.policy.sieve.run.Action;
import org.vidimus.policy.sieve.run.SieveOutcome;
import org.vidimus.policy.sieve.run.TraceLine;
import org.vidimus.policy.sieve.syntax.Position;

/// A run of a script for people: what it knew, each of its lines that ran with what came of its tests, and what
/// would be done.
///
/// Confined to one call.
public final class SieveRunText {
    private static final int METHOD = 8;
    private static final int LONGEST = 200;
    private static final Position START = new Position("", 1, 1);

    private final Checked checked;
    private final Function<String, List<String>> sources;
    private final Page page = new Page();

    private SieveRunText(Checked checked, Function<String, List<String>> sources) {
        this.checked = checked;
        this.sources = sources;
    }

    /// The page about a run.
    ///
    /// @param script the file of the script
    /// @param sources the lines of a script by its file; none where they cannot be had
    public static Page of(String script, Checked checked, Function<String, List<String>> sources) {
        return new SieveRunText(checked, sources).page(script);
    }

    private Page page(String script) {
        page.text(0, Span.strong(script + " on " + checked.order().name()));
        checked.findings().evidence().ifPresent(this::found);
        page.heading("RAN");
        checked.run()
                .ifPresentOrElse(
                        this::ran,
                        () -> page.text(1, Span.plain("nothing: the message is refused before a script is asked")));
        page.heading("DONE");
        disposition(checked.findings().disposition());
        checked.run().ifPresent(this::done);
        return page;
    }

    private void found(Evidence evidence) {
        page.heading("FOUND");
        for (ResultInfo info : evidence.results()) {
            String properties = info.properties().stream()
                    .map(p -> " " + p.ptype() + "." + p.name() + "=" + p.value())
                    .collect(Collectors.joining());
            page.entry(
                    1,
                    METHOD,
                    Span.plain(info.method()),
                    Span.result(info.result()),
                    Span.plain(NetworkText.escape(properties)));
        }
    }

    private void ran(SieveOutcome run) {
        List<List<TraceLine>> commands = new ArrayList<>();
        for (TraceLine line : run.trace()) {
            if (line.outcome().isEmpty()) {
                commands.add(new ArrayList<>());
            }
            commands.getLast().add(line);
        }
        show(commands);
        run.fault()
                .ifPresent(fault -> page.text(
                        1, new Span(Style.BAD, "broke off"), Span.plain(": " + NetworkText.escape(fault.toString()))));
    }

    /// Commands with their tests, line by line; files that are included by their names.
    private void show(List<List<TraceLine>> commands) {
        List<Page.Row> rows = new ArrayList<>();
        Position before =
                commands.isEmpty() ? START : commands.getFirst().getFirst().at();
        int shown = 0;
        for (List<TraceLine> command : commands) {
            Map<Integer, List<TraceLine>> lines = command.stream()
                    .collect(Collectors.groupingBy(line -> line.at().line(), TreeMap::new, Collectors.toList()));
            for (List<TraceLine> line : lines.values()) {
                Position at = line.getFirst().at();
                if (!at.file().equals(before.file())) {
                    rows.add(new Page.Row(1, Span.plain(NetworkText.escape(at.file())), Span.plain("")));
                    shown = 0;
                }
                // Several commands may stand on one line.
                if (at.line() != shown
                        || line.stream().anyMatch(part -> part.outcome().isPresent())) {
                    rows.add(new Page.Row(1, Span.plain("%4d  %s".formatted(at.line(), source(at))), outcome(line)));
                }
                before = at;
                shown = at.line();
            }
        }
        if (rows.isEmpty()) {
            page.text(1, Span.plain("nothing: the script has no commands"));
        }
        page.rows(rows);
    }

    private String source(Position at) {
        List<String> lines = sources.apply(at.file());
        String line = at.line() <= lines.size() ? lines.get(at.line() - 1).stripTrailing() : "";
        String visible = NetworkText.escape(line.replace("\t", "    "));
        return visible.length() > LONGEST ? visible.substring(0, LONGEST) + "..." : visible;
    }

    /// What the tests of one line said: just that if it is one, and with their names if they are several.
    private static Span outcome(List<TraceLine> lines) {
        List<TraceLine> tests = lines.stream()
                .filter(line -> line.outcome().isPresent())
                .sorted(Comparator.comparingInt(line -> line.at().column()))
                .toList();
        if (tests.size() == 1) {
            boolean held = tests.getFirst().outcome().orElse(false);
            return new Span(held ? Style.GOOD : Style.PLAIN, Boolean.toString(held));
        }
        return Span.plain(tests.stream()
                .map(test -> test.name() + " " + test.outcome().orElse(false))
                .collect(Collectors.joining(", ")));
    }

    private void disposition(Disposition disposition) {
        switch (disposition) {
            case Disposition.Accept() -> page.text(1, new Span(Style.GOOD, "accepted"));
            case Disposition.Quarantine(String reason) ->
                page.text(1, new Span(Style.DOUBT, "quarantined"), Span.plain(": " + reason));
            case Disposition.Discard(String reason) ->
                page.text(1, new Span(Style.BAD, "discarded"), Span.plain(": " + reason));
            case Disposition.Refuse refuse ->
                page.text(1, new Span(Style.BAD, "refused"), Span.plain(": " + NetworkText.escape(refuse.line())));
        }
    }

    private void done(SieveOutcome run) {
        run.actions().forEach(action -> page.point(1, Span.plain(NetworkText.escape(said(action)))));
        PolicyText.changes(checked.findings()).forEach(change -> page.point(1, Span.plain(change)));
        if (run.actions().isEmpty() && run.header().isEmpty()) {
            page.point(
                    1,
                    Span.plain(
                            run.fault().isPresent()
                                    ? "as if there were no script: it broke off"
                                    : "as if there were no script: no action ran"));
        }
    }

    private static String said(Action action) {
        String what = switch (action) {
            case Action.Keep _ -> "keep";
            case Action.FileInto into -> "fileinto \"" + into.mailbox() + "\"" + (into.copy() ? " :copy" : "");
            case Action.Redirect redirect -> "redirect to " + redirect.address() + (redirect.copy() ? ", a copy" : "");
            case Action.Discard _ -> "discard";
            case Action.Reject reject -> "reject with " + reject.code() + " " + reject.status();
            case Action.Log log -> "log: " + log.text();
            case Action.Vacation _ -> "vacation, which does nothing here: it is for scripts at delivery";
        };
        return "line " + action.at().line() + ": " + what;
    }
}
