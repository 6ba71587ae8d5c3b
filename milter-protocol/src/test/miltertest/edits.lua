-- Every edit arrives as it was asked for.
-- filter: eom insert 0 X-Top: first
-- filter: eom add X-Last: last
-- filter: eom change 1 Subject: changed
-- filter: eom delete 2 X-Dup
-- filter: eom addrcpt <new@example.org>
-- filter: eom delrcpt <b@example.org>
-- filter: eom replbody new body\r\n

local function check(ok, what)
    if not ok then
        error(what)
    end
end

local conn = mt.connect(socket, 40, 0.05)
check(conn ~= nil, "no connection")
check(mt.conninfo(conn, "localhost", "127.0.0.1") == nil, "connect")
check(mt.getreply(conn) == SMFIR_CONTINUE, "reply to connect")
check(mt.helo(conn, "client.example.org") == nil, "helo")
check(mt.getreply(conn) == SMFIR_CONTINUE, "reply to helo")
mt.macro(conn, SMFIC_MAIL, "i", "queue1")
check(mt.mailfrom(conn, "<a@example.com>", "SIZE=100") == nil, "mail")
check(mt.getreply(conn) == SMFIR_CONTINUE, "reply to mail")
check(mt.rcptto(conn, "<b@example.org>") == nil, "rcpt")
check(mt.getreply(conn) == SMFIR_CONTINUE, "reply to rcpt")
check(mt.data(conn) == nil, "data")
check(mt.header(conn, "Subject", "old") == nil, "header")
check(mt.header(conn, "X-Dup", "one") == nil, "header")
check(mt.header(conn, "X-Dup", "two") == nil, "header")
check(mt.eoh(conn) == nil, "eoh")
check(mt.bodystring(conn, "body\r\n") == nil, "body")
check(mt.eom(conn) == nil, "eom")
check(mt.getreply(conn) == SMFIR_CONTINUE, "reply to eom")
check(mt.eom_check(conn, MT_HDRINSERT, "X-Top"), "insertion")
check(mt.eom_check(conn, MT_HDRADD, "X-Last"), "addition")
check(mt.eom_check(conn, MT_HDRCHANGE, "Subject"), "change")
check(mt.eom_check(conn, MT_HDRDELETE, "X-Dup"), "deletion")
check(mt.eom_check(conn, MT_RCPTADD, "<new@example.org>"), "new recipient")
check(mt.eom_check(conn, MT_RCPTDELETE, "<b@example.org>"), "deleted recipient")
check(mt.eom_check(conn, MT_BODYCHANGE, "new body\r\n"), "body")
mt.disconnect(conn)
