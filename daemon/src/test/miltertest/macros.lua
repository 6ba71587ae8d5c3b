-- Without a configured authserv-id the filter goes by the MTA's own name, macro j (RFC 8601 section 2.5).
local conn = connect(unnamed)
say("macro", conn, SMFIC_CONNECT, "j", "mail.example.net", "{daemon_name}", "smtpd")
session(conn)
say("macro", conn, SMFIC_MAIL, "i", "4Fx1", "{mail_addr}", "")
message(conn, {{RESULTS, " mail.example.net; none"}, {RESULTS, " mx.example.com; none"}})
stamped(conn, " mail.example.net; none")
removed(conn, RESULTS, 2, {1})

-- It holds for the connection's next message too, whatever the later stages say.
say("macro", conn, SMFIC_HELO, "{tls_version}", "TLSv1.3")
say("helo", conn, "client.example.org")
say("macro", conn, SMFIC_RCPT, "{rcpt_addr}", "recipient@example.com")
message(conn, {{RESULTS, " mail.example.net; none"}})
stamped(conn, " mail.example.net; none")
removed(conn, RESULTS, 1, {1})
say("disconnect", conn)

-- With braces it is the same macro.
conn = connect(unnamed)
say("macro", conn, SMFIC_CONNECT, "{j}", "braced.example.net")
session(conn)
message(conn, {})
stamped(conn, " braced.example.net; none")
say("disconnect", conn)

-- Without a usable name nothing can be told apart: all goes and nothing is said.
for _, name in ipairs{"", "two words", "a;b"} do
  conn = connect(unnamed)
  say("macro", conn, SMFIC_CONNECT, "j", name)
  session(conn)
  message(conn, {{RESULTS, " other.example.net; none"}, {RESULTS, " mx.example.com; none"}})
  reply(conn, "end of message", SMFIR_CONTINUE)
  removed(conn, RESULTS, 2, {1, 2})
  expect("a field of ours", mt.eom_check(conn, MT_HDRINSERT), false)
  say("disconnect", conn)
end

-- Where a name is configured the macro does not count.
conn = connect()
say("macro", conn, SMFIC_CONNECT, "j", "mail.example.net")
session(conn)
message(conn, {{RESULTS, " mail.example.net; none"}})
stamped(conn)
nothing_removed(conn)
say("disconnect", conn)
