-- An MTA of version 2 that offers nothing of today: no replies are still given where it waits for them.
-- filter: protocol nr_connect nr_helo nr_mail nr_rcpt nr_header nr_eoh nr_body
-- filter: eom insert 0 X-Seen: yes

local function check(ok, what)
    if not ok then
        error(what)
    end
end

local conn = mt.connect(socket, 40, 0.05)
check(conn ~= nil, "no connection")
check(mt.negotiate(conn, 2, 0x3f, 0x7f) == nil, "negotiation")
check(not mt.test_option(conn, SMFIP_NR_HDR), "asked for what was not offered")
mt.conninfo(conn, "localhost", "127.0.0.1")
check(mt.getreply(conn) == SMFIR_CONTINUE, "reply to connect")
mt.helo(conn, "client.example.org")
mt.mailfrom(conn, "<a@example.com>")
mt.rcptto(conn, "<b@example.org>")
mt.header(conn, "Subject", "x")
mt.eoh(conn)
mt.bodystring(conn, "x\r\n")
mt.eom(conn)
check(mt.eom_check(conn, MT_HDRINSERT, "X-Seen"), "insertion")
mt.disconnect(conn)
