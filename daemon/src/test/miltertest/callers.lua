-- Whoever calls, and whatever envelope comes: the result is the same.
local callers = {
  {"client.example.org", "192.0.2.1"}, {"localhost", "127.0.0.1"}, {"unknown", "198.51.100.7"},
  {"client.example.org", "2001:db8::1"}, {"mapped.example.org", "::ffff:192.0.2.1"}, {"localhost", "unspec"},
}
for _, caller in ipairs(callers) do
  local conn = connect()
  say("conninfo", conn, caller[1], caller[2])
  say("helo", conn, "[" .. caller[2] .. "]")
  message(conn, {{RESULTS, " mx.example.com; none"}})
  stamped(conn)
  removed(conn, RESULTS, 1, {1})
  say("disconnect", conn)
end

local conn = connect()
session(conn)
for _, sender in ipairs{"<>", "<a@example.org>", "a@example.org", "", "<\255@example.org>", string.rep("x", 900)} do
  say("mailfrom", conn, sender, "SIZE=1000", "BODY=8BITMIME", "")
  for i = 1, 100 do
    say("rcptto", conn, "<recipient" .. i .. "@example.com>", "NOTIFY=NEVER")
  end
  header(conn, {})
  say("eom", conn)
  stamped(conn)
end
say("disconnect", conn)
