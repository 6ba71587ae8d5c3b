package org.vidimus.daemon.signing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.vidimus.policy.pipeline.ConnectionFacts;
import org.vidimus.signer.opendkim.Lint;
import org.vidimus.signer.opendkim.OpenDkimConfiguration;
import org.vidimus.signer.rules.CheckedLogins;
import org.vidimus.signer.rules.Decider;
import org.vidimus.signer.rules.Decision;
import org.vidimus.signer.rules.LoginPolicy;
import org.vidimus.signer.rules.Occasion;
import org.vidimus.signer.rules.UnsignedReason;

/// A configuration of OpenDKIM, read again whole when one of its files has changed.
///
/// Confined to one thread at a time.
final class OpenDkimLoader implements SigningLoader {
    private final Path file;
    private final Function<Path, OpenDkimConfiguration> reader;
    private final LoginPolicy logins;
    private List<FileStamp> stamps = List.of();
    private @Nullable OpenDkimConfiguration last;
    private @Nullable Loaded loaded;

    /// @param logins which login may write as whom, of which OpenDKIM knows nothing
    OpenDkimLoader(Path file, Function<Path, OpenDkimConfiguration> reader, LoginPolicy logins) {
        this.file = file;
        this.reader = reader;
        this.logins = logins;
    }

    @Override
    public Loaded load() {
        OpenDkimConfiguration before = last;
        Loaded known = loaded;
        if (before != null && known != null && stamps(before).equals(stamps)) {
            return known;
        }
        OpenDkimConfiguration read = reader.apply(file);
        Loaded now = new Loaded(
                read.decider()
                        .<Decider>map(decider -> new CheckedLogins(decider, logins))
                        .orElseGet(Nothing::new),
                List.of(),
                warnings(read),
                List.of(),
                lines(read, Lint.Level.ERROR));
        last = read;
        loaded = now;
        stamps = stamps(read);
        return now;
    }

    private static List<FileStamp> stamps(OpenDkimConfiguration configuration) {
        return configuration.files().stream().map(FileStamp::of).toList();
    }

    private List<String> warnings(OpenDkimConfiguration configuration) {
        List<String> warnings = new ArrayList<>(lines(configuration, Lint.Level.WARNING));
        if (logins.enforced() && logins.entries().isEmpty()) {
            warnings.add(file + ": OpenDKIM signs for every login; here a login that is an address signs for its own"
                    + " domain only, and any other only while the tables are of one domain, until [[sign.login]] says"
                    + " more or sign.check-logins is false");
        }
        return warnings;
    }

    private static List<String> lines(OpenDkimConfiguration configuration, Lint.Level level) {
        return configuration.lints().stream()
                .filter(lint -> lint.level() == level)
                .map(lint ->
                        lint.place() + ": " + lint.what() + (lint.ours().isEmpty() ? "" : "; here: " + lint.ours()))
                .toList();
    }

    /// Decides nothing: the configuration cannot be used.
    private static final class Nothing implements Decider {
        @Override
        public boolean claims(ConnectionFacts connection) {
            return false;
        }

        @Override
        public Decision decide(Occasion occasion) {
            return new Decision(new Decision.Outcome.Unsigned(UnsignedReason.NO_RULE), List.of());
        }
    }
}
