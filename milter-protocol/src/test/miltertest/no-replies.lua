-- Where nothing is answered before the end, a verdict given earlier counts there.
-- filter: protocol nr_connect nr_helo nr_mail nr_rcpt nr_data nr_header nr_eoh nr_body
-- filter: header X-Bad reject

local function check(ok, what)
    if not ok then
        error(what)
    end
end

local conn = mt.connect(socket, 40, 0.05)
check(conn ~= nil, "no connection")
check(mt.negotiate(conn, nil, nil, nil) == nil, "negotiation")
check(mt.test_option(conn, SMFIP_NR_HDR), "no replies to header fields")
check(mt.test_option(conn, SMFIP_HDR_LEADSPC), "leading space")
mt.conninfo(conn, "localhost", "127.0.0.1")
mt.helo(conn, "client.example.org")
for _, bad in ipairs({ "X-Good", "X-Bad", "X-Good" }) do
    mt.mailfrom(conn, "<a@example.com>")
    mt.rcptto(conn, "<b@example.org>")
    mt.data(conn)
    mt.header(conn, bad, "x")
    mt.eoh(conn)
    mt.bodystring(conn, "x\r\n")
    mt.eom(conn)
    local expected = bad == "X-Bad" and SMFIR_REJECT or SMFIR_CONTINUE
    check(mt.getreply(conn) == expected, bad)
end
mt.disconnect(conn, false)
