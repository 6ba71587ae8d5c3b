-- Verdicts at each stage, several messages on one connection.
-- filter: mail <bad@example.com> reject
-- filter: mail <slow@example.com> tempfail
-- filter: rcpt <no@example.org> reply 550 5.7.1 not here
-- filter: rcpt <void@example.org> discard
-- filter: if <quarantine@example.com>
-- filter: eom quarantine odd
-- filter: if <refused@example.com>
-- filter: eom reply 554 5.7.9 refused, 100%

local function check(ok, what)
    if not ok then
        error(what)
    end
end

local conn = mt.connect(socket, 40, 0.05)
check(conn ~= nil, "no connection")
mt.conninfo(conn, "client.example.org", "192.0.2.7")
mt.helo(conn, "client.example.org")

local function mail(sender, expected)
    check(mt.mailfrom(conn, sender) == nil, "mail")
    check(mt.getreply(conn) == expected, "reply to mail from " .. sender)
end

mail("<bad@example.com>", SMFIR_REJECT)
mail("<slow@example.com>", SMFIR_TEMPFAIL)

mail("<a@example.com>", SMFIR_CONTINUE)
mt.rcptto(conn, "<no@example.org>")
check(mt.getreply(conn) == SMFIR_REPLYCODE, "refused recipient")
mt.rcptto(conn, "<b@example.org>")
check(mt.getreply(conn) == SMFIR_CONTINUE, "recipient")
mt.data(conn)
mt.header(conn, "Subject", "x")
mt.eoh(conn)
mt.eom(conn)
check(mt.getreply(conn) == SMFIR_CONTINUE, "end of message")
mt.abort(conn)

mail("<a@example.com>", SMFIR_CONTINUE)
mt.rcptto(conn, "<void@example.org>")
check(mt.getreply(conn) == SMFIR_DISCARD, "discarded")
mt.abort(conn)

mail("<quarantine@example.com>", SMFIR_CONTINUE)
mt.rcptto(conn, "<b@example.org>")
mt.data(conn)
mt.eoh(conn)
mt.eom(conn)
check(mt.eom_check(conn, MT_QUARANTINE, "odd"), "quarantine")

mail("<refused@example.com>", SMFIR_CONTINUE)
mt.rcptto(conn, "<b@example.org>")
mt.data(conn)
mt.eoh(conn)
mt.bodyrandom(conn, 100000)
mt.eom(conn)
check(mt.getreply(conn) == SMFIR_REPLYCODE, "refused message")
check(mt.eom_check(conn, MT_SMTPREPLY, "554", "5.7.9", "refused, 100%%"), "its text, % doubled")
mt.disconnect(conn)
