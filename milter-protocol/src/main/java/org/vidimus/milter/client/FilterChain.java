package org.vidimus.milter.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vidimus.milter.client.MilterResponse.Broken;
import org.vidimus.milter.wire.Bytes;
import org.vidimus.milter.wire.Command;
import org.vidimus.milter.wire.Reply;
import org.vidimus.milter.wire.SmtpReply;
import org.vidimus.milter.wire.Step;

/// One SMTP session as all filters of an MTA see it.
///
/// Every command goes to the filters in their order, until one does not let it pass; those behind it do not
/// hear of it. The content goes through one filter after the other: each sees what the former made of it, and
/// each change counts from the message it was shown. A filter that fails is answered for by its
/// [DefaultAction], from then to the end of the session.
///
/// Confined to one thread, for which every method may wait.
public final class FilterChain implements AutoCloseable {
    private final MtaProfile profile;
    private final List<Link> links;
    private final Map<FilterSettings, Broken> failures = new LinkedHashMap<>();
    private boolean holds;

    private record Link(FilterSettings filter, ClientSession session) {}

    private interface Event {
        MilterResponse tell(ClientSession session) throws InterruptedException;
    }

    private FilterChain(MtaProfile profile, List<Link> links) {
        this.profile = profile;
        this.links = links;
    }

    /// Opens a session with each filter.
    ///
    /// @param profile that of all clients
    /// @param clients in the order in which the filters are asked; none is a chain that lets all pass
    public static FilterChain open(MtaProfile profile, List<MilterClient> clients) throws InterruptedException {
        List<Link> links = new ArrayList<>();
        for (MilterClient client : clients) {
            links.add(new Link(client.filter(), client.open()));
        }
        return new FilterChain(profile, List.copyOf(links));
    }

    /// The sessions, in the order of the filters; for their macros and remarks.
    public List<ClientSession> sessions() {
        return links.stream().map(Link::session).toList();
    }

    /// The filters that failed in this session, and how.
    public Map<FilterSettings, Broken> failures() {
        return Map.copyOf(failures);
    }

    /// Names the message that comes next to every filter.
    public void queueId(String id) {
        links.forEach(link -> link.session().queueId(id));
    }

    /// A client connected.
    public MilterResponse connect(Command.Connect connect) throws InterruptedException {
        return each(session -> session.connect(connect));
    }

    /// A message is submitted without SMTP.
    public MilterResponse connectLocal() throws InterruptedException {
        return each(ClientSession::connectLocal);
    }

    /// HELO or EHLO.
    public MilterResponse helo(Bytes name) throws InterruptedException {
        return each(session -> session.helo(name));
    }

    /// MAIL FROM. Where a filter does not let it pass, the others give the message up.
    public MilterResponse mail(Bytes sender, List<Bytes> parameters) throws InterruptedException {
        return abortUnlessPassed(each(session -> session.mail(sender, parameters)));
    }

    /// RCPT TO. A refusal concerns this recipient alone. After [MilterResponse.Discard] the caller takes the
    /// message without asking on, and says [#abort] in its end.
    public MilterResponse rcpt(Bytes recipient, List<Bytes> parameters) throws InterruptedException {
        MilterResponse response = each(session -> session.rcpt(recipient, parameters));
        return response instanceof MilterResponse.Discard && profile == MtaProfile.SENDMAIL
                ? abortUnlessPassed(response)
                : response;
    }

    /// A recipient that the MTA itself refuses.
    public void refusedRcpt(Bytes recipient, List<Bytes> parameters, SmtpReply reply) throws InterruptedException {
        for (Link link : links) {
            link.session().refusedRcpt(recipient, parameters, reply);
        }
    }

    /// DATA. Where a filter does not let it pass, the others give the message up.
    public MilterResponse data() throws InterruptedException {
        return abortUnlessPassed(each(ClientSession::data));
    }

    /// An SMTP command that the MTA does not know.
    public MilterResponse unknown(Bytes line) throws InterruptedException {
        return each(session -> session.unknown(line));
    }

    /// The content of the message, after DATA. Where a filter does not let it pass, those behind it are not
    /// asked, and the edits before it are in the verdict for who wants to see them.
    public MessageVerdict message(Mail mail) throws InterruptedException {
        Mail current = mail;
        MilterResponse response = new MilterResponse.Continue();
        for (Link link : links) {
            if (!response.letsPass()) {
                link.session().abort();
                continue;
            }
            EndOfMessage end = link.session().content(current);
            current = current.edit(end.edits(), rawValues(link.session()));
            response = diedReplacingTheBody(end)
                    ? new MilterResponse.Tempfail(SmtpReply.of(451, "4.3.0", "Message not accepted, try again later"))
                    : resolve(link, end.response());
        }
        if (holds && response.letsPass()) {
            current = current.hold("a filter failed");
        }
        return new MessageVerdict(response, current);
    }

    /// Postfix since August 2026: a body of which a part is lost is not delivered, whatever the default action.
    private boolean diedReplacingTheBody(EndOfMessage end) {
        return end.response() instanceof Broken
                && !end.edits().isEmpty()
                && end.edits().getLast() instanceof Reply.ReplaceBody;
    }

    private static boolean rawValues(ClientSession session) {
        return session.agreement()
                .map(agreed -> agreed.steps().contains(Step.HEADER_LEADING_SPACE))
                .orElse(false);
    }

    /// The message was given up.
    public void abort() throws InterruptedException {
        for (Link link : links) {
            link.session().abort();
        }
    }

    /// The SMTP session ended.
    public void quit() throws InterruptedException {
        for (Link link : links) {
            link.session().quit();
        }
    }

    /// Closes all connections without a word.
    @Override
    public void close() {
        links.forEach(link -> link.session().close());
    }

    private MilterResponse each(Event event) throws InterruptedException {
        for (Link link : links) {
            MilterResponse response = resolve(link, event.tell(link.session()));
            if (!response.letsPass()) {
                return response;
            }
        }
        return new MilterResponse.Continue();
    }

    private MilterResponse abortUnlessPassed(MilterResponse response) throws InterruptedException {
        boolean goesOnSilently = response instanceof MilterResponse.Discard && profile == MtaProfile.POSTFIX;
        if (!response.letsPass() && !goesOnSilently) {
            abort();
        }
        return response;
    }

    private MilterResponse resolve(Link link, MilterResponse response) {
        if (response instanceof Broken broken) {
            failures.putIfAbsent(link.filter(), broken);
            holds |= link.filter().defaultAction().holds();
            return link.filter().defaultAction().response(profile, broken);
        }
        return response;
    }
}
