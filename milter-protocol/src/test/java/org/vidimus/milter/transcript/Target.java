package org.vidimus.milter.transcript;

import java.io.IOException;
import java.util.Set;

/// A mail server that transcripts are played on.
public interface Target {
    /// Its kind and MTA: `client` or `real`, `postfix` or `sendmail`.
    Set<String> tags(String filter);

    /// Where the filter has to listen for this transcript.
    int filterPort(Transcript transcript) throws IOException, InterruptedException;

    /// Plays the client's steps; the filter listens already. The events are not filled in.
    Outcome play(Transcript transcript) throws IOException, InterruptedException;
}
