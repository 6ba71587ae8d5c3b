package org.vidimus.milter.client;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vidimus.milter.wire.CommandCode;
import org.vidimus.milter.wire.SmtpReply;
import org.vidimus.milter.wire.Stage;
import org.vidimus.milter.wire.SymbolLists;

/// Which MTA the client behaves like, faults included: what a filter does wrong shows here as it does in
/// production.
///
/// | | Postfix | Sendmail |
/// |---|---|---|
/// | macros | before every command | before commands for which a list is configured |
/// | `A` | after every message, after a second HELO, before `Q` | only inside a message |
/// | HELO inside a message | `H`, then `A` | `A`, then `H` |
/// | refused at CONNECT or HELO | closes without `Q` | `Q` when the session ends; at once after CONNECT |
/// | `p` before the end of message | keeps the filter alive | breaks it |
/// | `q` before the end of message | holds the message; it is the filter's last | breaks it |
/// | `s` to header fields | no more header fields | they go on, the body is left out |
/// | `s` elsewhere than header and body | no more of these | the filter is bypassed until the session ends |
/// | a refusal text it does not like | breaks the filter | the default text |
public enum MtaProfile {
    /// Postfix 3.7 to 3.12, with 3.12's checks of reply texts.
    POSTFIX,
    /// Sendmail 8.17 and 8.18 with the stock configuration.
    SENDMAIL;

    private static final int SENDMAIL_MOST_MACROS = 50;
    private static final List<String> TLS =
            List.of("{tls_version}", "{cipher}", "{cipher_bits}", "{cert_subject}", "{cert_issuer}");

    /// The macros of a stage by default, in the order in which they are sent.
    ///
    /// @return empty where the MTA has no list for the stage and so sends none
    public Optional<List<String>> defaultMacros(Stage stage) {
        return switch (this) {
            case POSTFIX -> Optional.of(postfixMacros(stage));
            case SENDMAIL -> sendmailMacros(stage);
        };
    }

    private static List<String> postfixMacros(Stage stage) {
        return switch (stage) {
            case CONNECT -> List.of("j", "{daemon_name}", "{daemon_addr}", "v", "_");
            case HELO -> TLS;
            case MAIL ->
                List.of(
                        "i",
                        "{auth_type}",
                        "{auth_authen}",
                        "{auth_author}",
                        "{mail_addr}",
                        "{mail_host}",
                        "{mail_mailer}");
            case RCPT -> List.of("i", "{rcpt_addr}", "{rcpt_host}", "{rcpt_mailer}");
            case DATA, END_OF_HEADERS, END_OF_MESSAGE -> List.of("i");
        };
    }

    private static Optional<List<String>> sendmailMacros(Stage stage) {
        return switch (stage) {
            case CONNECT -> Optional.of(List.of("j", "_", "{daemon_name}", "{if_name}", "{if_addr}"));
            case HELO -> Optional.of(TLS);
            case MAIL ->
                Optional.of(List.of(
                        "i",
                        "{auth_type}",
                        "{auth_authen}",
                        "{auth_ssf}",
                        "{auth_author}",
                        "{mail_mailer}",
                        "{mail_host}",
                        "{mail_addr}"));
            case RCPT -> Optional.of(List.of("{rcpt_mailer}", "{rcpt_host}", "{rcpt_addr}"));
            case DATA, END_OF_HEADERS -> Optional.empty();
            case END_OF_MESSAGE -> Optional.of(List.of("{msg_id}"));
        };
    }

    /// The macro names sent at each stage to a filter with these wishes.
    ///
    /// Postfix: an empty wish is none. Sendmail: an empty wish means no macros at that stage. And Sendmail
    /// (seen with 8.17.1.9, read in 8.18.2) asks whether there is a wish for the end of *headers* when it
    /// chooses the list for the end of the *message*: a wish for the latter alone is ignored, a wish for the
    /// former alone empties the latter.
    Map<Stage, List<String>> macros(SymbolLists wishes) {
        Map<Stage, List<String>> lists = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            Optional<List<String>> wish = Optional.ofNullable(wishes.byStage().get(stage));
            Optional<List<String>> list = switch (this) {
                case POSTFIX -> wish.filter(names -> !names.isEmpty()).or(() -> defaultMacros(stage));
                case SENDMAIL ->
                    sendmailWishCounts(stage, wishes)
                            ? wish.map(MtaProfile::firstFifty).filter(names -> !names.isEmpty())
                            : defaultMacros(stage);
            };
            list.ifPresent(names -> lists.put(stage, names));
        }
        return lists;
    }

    private static boolean sendmailWishCounts(Stage stage, SymbolLists wishes) {
        return wishes.byStage().containsKey(stage == Stage.END_OF_MESSAGE ? Stage.END_OF_HEADERS : stage);
    }

    private static List<String> firstFifty(List<String> names) {
        return names.subList(0, Math.min(names.size(), SENDMAIL_MOST_MACROS));
    }

    /// Which stage's list goes with a command; empty where the command has none.
    Optional<Stage> macroStage(CommandCode command) {
        boolean postfix = this == POSTFIX;
        return switch (command) {
            case CONNECT -> Optional.of(Stage.CONNECT);
            case HELO -> Optional.of(Stage.HELO);
            case MAIL -> Optional.of(Stage.MAIL);
            case RCPT -> Optional.of(Stage.RCPT);
            case DATA -> Optional.of(Stage.DATA);
            case END_OF_HEADERS -> Optional.of(Stage.END_OF_HEADERS);
            case END_OF_MESSAGE -> Optional.of(Stage.END_OF_MESSAGE);
            // Postfix sends lists with these too, which no filter on libmilter sees.
            case HEADER -> postfix ? Optional.of(Stage.END_OF_HEADERS) : Optional.empty();
            case BODY -> postfix ? Optional.of(Stage.END_OF_MESSAGE) : Optional.empty();
            case UNKNOWN, NEGOTIATE, MACROS, ABORT, QUIT, QUIT_NEW_CONNECTION -> Optional.empty();
        };
    }

    boolean insistsOnOfferedSteps() {
        return this == SENDMAIL;
    }

    /// The reply for a refusal in which the filter left the words to the MTA.
    ///
    /// After CONNECT it is what the commands that follow are told; the greeting is [#greeting].
    SmtpReply refusal(CommandCode command, boolean temporary) {
        return switch (this) {
            case POSTFIX ->
                temporary
                        ? SmtpReply.of(451, "4.7.1", "Service unavailable - try again later")
                        : SmtpReply.of(550, "5.7.1", "Command rejected");
            case SENDMAIL -> {
                if (temporary) {
                    yield SmtpReply.of(451, "4.3.2", "Please try again later");
                }
                yield switch (command) {
                    case CONNECT, HELO -> SmtpReply.of(550, "5.0.0", "Command rejected");
                    case HEADER, END_OF_HEADERS, BODY, END_OF_MESSAGE -> SmtpReply.of(554, "5.7.1", "Command rejected");
                    case NEGOTIATE, MACROS, MAIL, RCPT, DATA, ABORT, QUIT, QUIT_NEW_CONNECTION, UNKNOWN ->
                        SmtpReply.of(550, "5.7.1", "Command rejected");
                };
            }
        };
    }

    /// The first line the MTA says to a client that a filter refused at CONNECT; empty where it is the usual
    /// 220, as Postfix keeps a deferral for the commands that follow.
    ///
    /// @param host the MTA's own name, macro `j`
    public Optional<SmtpReply> greeting(MilterResponse response, String host) {
        return switch (response) {
            case MilterResponse.Reject _ ->
                Optional.of(SmtpReply.of(
                        554,
                        host
                                + (this == POSTFIX
                                        ? " ESMTP not accepting connections"
                                        : " ESMTP not accepting messages")));
            case MilterResponse.Tempfail(SmtpReply reply) when reply.code() == 421 -> Optional.of(reply);
            case MilterResponse.Shutdown _ -> response.smtpReply();
            case MilterResponse.Tempfail _,
                    MilterResponse.Continue _,
                    MilterResponse.Accept _,
                    MilterResponse.Discard _,
                    MilterResponse.Skip _,
                    MilterResponse.Broken _ -> Optional.empty();
        };
    }
}
