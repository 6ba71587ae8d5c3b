-- An MTA that cannot be told what not to send: unknown commands, DATA and the body come and are let pass.
local conn = connect(socket, ALL_STEPS - SMFIP_NOBODY - SMFIP_NODATA - SMFIP_NOUNKNOWN)
for _, name in ipairs{"SMFIP_NOBODY", "SMFIP_NODATA", "SMFIP_NOUNKNOWN"} do
  bit(conn, name, false)
end
session(conn)
say("unknown", conn, "XFOO bar")
reply(conn, "unknown command", SMFIR_CONTINUE)
envelope(conn)
say("unknown", conn, "")
reply(conn, "empty command", SMFIR_CONTINUE)
header(conn, {{RESULTS, " mx.example.com; none"}})
say("bodystring", conn, "one line\r\n")
reply(conn, "body", SMFIR_CONTINUE)
say("bodystring", conn, "\0\255\r\n")
reply(conn, "body", SMFIR_CONTINUE)
say("eom", conn)
stamped(conn)
removed(conn, RESULTS, 1, {1})

-- Four megabytes.
envelope(conn)
header(conn, {{RESULTS, " mx.example.com; none"}})
say("bodyrandom", conn, 4 * 1024 * 1024)
reply(conn, "body", SMFIR_CONTINUE)
say("eom", conn)
stamped(conn)
removed(conn, RESULTS, 1, {1})
only_the_header(conn)
say("disconnect", conn)

-- miltertest fills in every step that a script leaves out, DATA among them, and the default header and body.
conn = connect(socket, ALL_STEPS - SMFIP_NOBODY - SMFIP_NODATA)
say("eom", conn)
stamped(conn)
nothing_removed(conn)
say("disconnect", conn)
