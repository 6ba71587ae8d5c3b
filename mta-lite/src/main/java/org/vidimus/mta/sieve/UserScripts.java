package org.vidimus.mta.sieve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.vidimus.policy.base.Budgets;
import org.vidimus.policy.base.Bytes;
import org.vidimus.policy.sieve.SieveScript;
import org.vidimus.policy.sieve.compile.ScriptStore;
import org.vidimus.policy.sieve.compile.Words;
import org.vidimus.policy.sieve.syntax.Problem;

/// The scripts of users, in a directory for each below one root: at most one of a user's is active and runs when mail
/// comes for them. A script is compiled when it is first needed and again when one of its files has changed.
///
/// Thread-safe. The directories are the daemon's own: whoever else may write to them could put a script in the place of
/// another's.
public final class UserScripts {
    private static final long COMPILED = 1_000;

    private final Path root;
    private final ScriptFolder global;
    private final ScriptQuota quota;
    private final Words language;
    private final Budgets.Sieve limits;
    private final Cache<ScriptName, Compiled> compiled =
            Caffeine.newBuilder().maximumSize(COMPILED).build();

    /// The scripts below `root`.
    ///
    /// @param root holds a directory for each user who has scripts
    /// @param global the directory of scripts that everybody may include
    /// @param language the words that users have
    /// @param limits of compiling and running
    public UserScripts(Path root, Path global, ScriptQuota quota, Words language, Budgets.Sieve limits) {
        this.root = root;
        this.global = new ScriptFolder(global);
        this.quota = quota;
        this.language = language;
        this.limits = limits;
    }

    /// The script that runs for a user.
    public sealed interface Active {
        /// There is none.
        record None() implements Active {}

        /// A script.
        record Ready(SieveScript script) implements Active {}

        /// There should be one, and it cannot be run.
        ///
        /// @param why for the log: a phrase without a full stop
        record Broken(String why) implements Active {}
    }

    /// A script that is stored.
    ///
    /// @param length in octets
    public record Listed(ScriptName name, long length, boolean active) {}

    /// The scripts of a user, by name.
    ///
    /// @throws IOException if the directory cannot be read
    public synchronized List<Listed> list(ScriptName user) throws IOException {
        ScriptFolder folder = folder(user);
        Optional<ScriptName> active = folder.active();
        return folder.list().stream()
                .map(file -> new Listed(file.name(), file.length(), active.equals(Optional.of(file.name()))))
                .sorted(Comparator.comparing((Listed listed) -> listed.name().text()))
                .toList();
    }

    /// The text of a script; empty if there is none of that name.
    ///
    /// @throws IOException if it cannot be read
    public synchronized Optional<Bytes> text(ScriptName user, ScriptName name) throws IOException {
        return folder(user).read(name, quota.scriptBytes());
    }

    /// Stores a script, in the place of one of the same name. One that has mistakes, or that does not fit into the
    /// quota, is not stored.
    ///
    /// @throws IOException if it cannot be written
    public synchronized ScriptChange put(ScriptName user, ScriptName name, Bytes octets) throws IOException {
        if (octets.length() > quota.scriptBytes()) {
            return new ScriptChange.Refused("a script has at most " + quota.scriptBytes() + " octets");
        }
        ScriptFolder folder = folder(user);
        List<ScriptFolder.File> others =
                folder.list().stream().filter(file -> !file.name().equals(name)).toList();
        if (others.size() >= quota.scripts()) {
            return new ScriptChange.Refused("there are " + quota.scripts() + " scripts already");
        }
        if (others.stream().mapToLong(ScriptFolder.File::length).sum() + octets.length() > quota.bytes()) {
            return new ScriptChange.Refused("all scripts together have at most " + quota.bytes() + " octets");
        }
        ScriptChange checked = checked(name, octets, folder);
        if (checked instanceof ScriptChange.Done) {
            folder.create();
            folder.write(name, octets);
        }
        return checked;
    }

    /// Makes a script the one that runs.
    ///
    /// @throws IOException if that cannot be written down
    public synchronized ScriptChange activate(ScriptName user, ScriptName name) throws IOException {
        ScriptFolder folder = folder(user);
        Optional<Bytes> octets = folder.read(name, quota.scriptBytes());
        if (octets.isEmpty()) {
            return new ScriptChange.Refused("there is no script \"" + name + "\"");
        }
        ScriptChange checked = checked(name, octets.get(), folder);
        if (checked instanceof ScriptChange.Done) {
            folder.activate(name);
        }
        return checked;
    }

    /// From now on none runs.
    ///
    /// @throws IOException if that cannot be written down
    public synchronized ScriptChange deactivate(ScriptName user) throws IOException {
        folder(user).deactivate();
        return new ScriptChange.Done(List.of());
    }

    /// Deletes a script that is not active ([RFC 5804
    /// §2.10](https://www.rfc-editor.org/rfc/rfc5804#section-2.10)).
    ///
    /// @throws IOException if it cannot be deleted
    public synchronized ScriptChange delete(ScriptName user, ScriptName name) throws IOException {
        ScriptFolder folder = folder(user);
        if (folder.active().equals(Optional.of(name))) {
            return new ScriptChange.Refused("the active script cannot be deleted");
        }
        return folder.delete(name)
                ? new ScriptChange.Done(List.of())
                : new ScriptChange.Refused("there is no script \"" + name + "\"");
    }

    /// The script that runs for a user now.
    public Active active(ScriptName user) {
        ScriptFolder folder = folder(user);
        Optional<ScriptFolder.Stamp> note = folder.activeStamp();
        if (note.isEmpty()) {
            compiled.invalidate(user);
            return new Active.None();
        }
        Compiled known = compiled.getIfPresent(user);
        if (known != null && known.note().equals(note.get()) && known.includes().unchanged()) {
            return known.result();
        }
        Includes includes = new Includes(folder, global, quota);
        Compiled fresh = new Compiled(note.get(), includes, compiledNow(folder, includes));
        compiled.put(user, fresh);
        return fresh.result();
    }

    private Active compiledNow(ScriptFolder folder, Includes includes) {
        try {
            Optional<ScriptName> name = folder.active();
            if (name.isEmpty()) {
                return new Active.Broken("the note which script is active names none");
            }
            Optional<ScriptStore.Stored> script =
                    includes.find(ScriptStore.Place.PERSONAL, name.get().text());
            if (script.isEmpty()) {
                return new Active.Broken("there is no script \"" + name.get() + "\" that can be read");
            }
            return switch (SieveScript.compile(script.get(), language, includes, limits)) {
                case SieveScript.Compiled.Ok(SieveScript ready, var _) -> new Active.Ready(ready);
                case SieveScript.Compiled.Failed(List<Problem> problems) ->
                    new Active.Broken(problems.stream()
                            .filter(Problem::isError)
                            .findFirst()
                            .map(Problem::toString)
                            .orElse("the script has mistakes"));
            };
        } catch (IOException e) {
            return new Active.Broken(String.valueOf(e.getMessage()));
        }
    }

    private ScriptChange checked(ScriptName name, Bytes octets, ScriptFolder folder) {
        ScriptStore.Stored script = new ScriptStore.Stored(name.text(), octets);
        return switch (SieveScript.compile(script, language, new Includes(folder, global, quota), limits)) {
            case SieveScript.Compiled.Failed(List<Problem> problems) -> new ScriptChange.Faulty(problems);
            case SieveScript.Compiled.Ok(var _, List<Problem> warnings) -> new ScriptChange.Done(warnings);
        };
    }

    private ScriptFolder folder(ScriptName user) {
        return new ScriptFolder(root.resolve(user.text()));
    }

    /// What came of the active script of a user.
    ///
    /// @param note the stamp of the note that named it
    /// @param includes its files
    private record Compiled(ScriptFolder.Stamp note, Includes includes, Active result) {}
}
