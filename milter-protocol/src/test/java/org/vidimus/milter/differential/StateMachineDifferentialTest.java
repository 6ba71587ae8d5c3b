package org.vidimus.milter.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vidimus.milter.transcript.FilterScript;
import org.vidimus.milter.transcript.LibmilterFilter;
import org.vidimus.milter.transcript.RunningFilter;
import org.vidimus.milter.transcript.VidimusFilter;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Frame;

/// The same conversations, legal and illegal, with the real libmilter and with our state machine: the same replies and
/// the same callbacks, except where docs/libmilter-differences.md says otherwise.
class StateMachineDifferentialTest {
    private static final int CONVERSATIONS = 500;
    private static final Command OFFER = new Command.Negotiate(6, 0x1ff, 0x1fffff);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nr_connect nr_helo nr_mail nr_rcpt nr_data nr_unknown nr_header nr_eoh nr_body",
                "nr_header nr_body",
                "nohelo nodata noeoh",
                "nomail norcpt nohdrs nounknown",
                "noconnect nohelo nomail norcpt nodata nohdrs noeoh nobody nounknown"
            })
    void answersAndCallsAsLibmilterDoes(String options) throws IOException {
        Set<String> protocol = options.isEmpty() ? Set.of() : Set.of(options.split(" "));
        List<String> script = Sequences.script(protocol);
        Map<Deviation, Integer> seen = new EnumMap<>(Deviation.class);
        int port = freePort();
        try (LibmilterFilter libmilter = LibmilterFilter.start(script, port)) {
            Peers peers = new Peers(libmilter, port, FilterScript.parse(script));
            for (int seed = 1; seed <= CONVERSATIONS; seed++) {
                List<Command> said = Sequences.of(seed, protocol);
                List<Command> commands = peers.withoutRefused(said);
                if (!commands.equals(said)) {
                    seen.merge(Deviation.REFUSED_NOT_IGNORED, 1, Integer::sum);
                }
                while (!peers.agree(commands)) {
                    Deviation.Found found = peers.explain(seed, commands);
                    seen.merge(found.deviation(), 1, Integer::sum);
                    commands = peers.withoutRefused(found.without());
                }
            }
        }
        // Each of them is real: it shows in every run, because the conversations are always the same.
        assertTrue(seen.keySet().containsAll(expected(protocol)), seen.toString());
    }

    /// The server adds threads, buffers and one write for several replies, and must add nothing else.
    @ParameterizedTest
    @ValueSource(strings = {"", "nr_connect nr_helo nr_mail nr_rcpt nr_data nr_unknown nr_header nr_eoh nr_body"})
    void theServerSaysWhatTheStateMachineSays(String options) throws IOException {
        Set<String> protocol = options.isEmpty() ? Set.of() : Set.of(options.split(" "));
        List<String> script = Sequences.script(protocol);
        int port = freePort();
        try (RunningFilter server = VidimusFilter.kind().start(script, port)) {
            for (int seed = 1; seed <= CONVERSATIONS; seed++) {
                List<Command> commands = Peers.whole(Sequences.of(seed, protocol));
                List<Frame> replies = Conversation.overSocket(port, commands);
                assertEquals(
                        Conversation.withOurs(FilterScript.parse(script), commands)
                                .replies(),
                        replies.subList(1, replies.size()),
                        "seed " + seed);
            }
            assertEquals(List.of(), server.failures());
        }
    }

    private static Set<Deviation> expected(Set<String> protocol) {
        return protocol.contains("nomail") ? Set.of(Deviation.EMPTY_LIST_EMPTIES) : EnumSet.allOf(Deviation.class);
    }

    /// Both sides, with the number that libmilter's next connection will have.
    private static final class Peers {
        private final LibmilterFilter libmilter;
        private final int port;
        private final FilterScript script;
        private int connection;

        Peers(LibmilterFilter libmilter, int port, FilterScript script) {
            this.libmilter = libmilter;
            this.port = port;
            this.script = script;
        }

        private Conversation libmilter(List<Command> commands) throws IOException {
            return Conversation.withLibmilter(libmilter, port, ++connection, whole(commands));
        }

        private Conversation ours(List<Command> commands) {
            return Conversation.withOurs(script, whole(commands));
        }

        private static List<Command> whole(List<Command> commands) {
            List<Command> whole = new ArrayList<>();
            whole.add(OFFER);
            whole.addAll(commands);
            whole.add(new Command.Quit());
            return whole;
        }

        List<Command> withoutRefused(List<Command> commands) {
            return Deviation.withoutRefused(commands, Conversation.refused(script, whole(commands)));
        }

        boolean agree(List<Command> commands) throws IOException {
            return libmilter(commands).equals(ours(commands));
        }

        /// The first command after which they differ, and which known deviation that is.
        Deviation.Found explain(int seed, List<Command> commands) throws IOException {
            int same = 0;
            int different = commands.size();
            while (different - same > 1) {
                int middle = (same + different) >>> 1;
                if (agree(commands.subList(0, middle))) {
                    same = middle;
                } else {
                    different = middle;
                }
            }
            List<Command> prefix = commands.subList(0, different);
            Conversation theirs = libmilter(prefix);
            Conversation ours = ours(prefix);
            return Deviation.find(commands, different - 1, theirs, ours)
                    .orElseGet(() -> fail("seed " + seed + ", unknown difference after\n  "
                            + String.join(
                                    "\n  ",
                                    prefix.stream().map(Command::toString).toList())
                            + "\nlibmilter " + print(theirs) + "\nours      " + print(ours)));
        }

        private static String print(Conversation conversation) {
            StringBuilder text = new StringBuilder();
            for (Frame frame : conversation.replies()) {
                text.append((char) frame.code());
            }
            return text + " " + conversation.events();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
