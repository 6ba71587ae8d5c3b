-- Several messages on one connection, and several connections at once: each counts for itself.
local conn = connect()
session(conn)
for i = 1, 20 do
  local fields = {}
  for n = 1, i do
    fields[n] = {RESULTS, n == i and " mx.example.com; none" or " other.example.net; none"}
  end
  message(conn, fields)
  stamped(conn)
  removed(conn, RESULTS, i, {i})
end
-- Another HELO, as after STARTTLS, and once more a message.
say("helo", conn, "client.example.org")
message(conn, {})
stamped(conn)
nothing_removed(conn)

-- Interleaved with the first.
local other = connect()
session(other)
envelope(conn)
envelope(other)
say("header", conn, RESULTS, " mx.example.com; none")
say("header", other, RESULTS, " other.example.net; none")
say("header", other, RESULTS, " mx.example.com; none")
say("eoh", conn)
say("eoh", other)
say("eom", other)
say("eom", conn)
stamped(conn)
removed(conn, RESULTS, 1, {1})
stamped(other)
removed(other, RESULTS, 2, {2})
say("disconnect", other)
message(conn, {})
stamped(conn)
say("disconnect", conn)
