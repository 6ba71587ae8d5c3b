-- RFC 8601 section 5: fields that claim to be ours are removed, in any disguise; those of others stay.
local conn = connect()
session(conn)

message(conn, {{"Subject", " none at all"}, {"From", " a@example.org"}})
stamped(conn)
nothing_removed(conn)

message(conn, {{RESULTS, " other.example.net; dkim=pass"}, {"Subject", " of another"}})
stamped(conn)
nothing_removed(conn)

local disguises = {
  " mx.example.com; dkim=pass header.d=bank.example",
  " MX.Example.COM; dkim=pass",
  "mx.example.com;dkim=pass",
  "\tmx.example.com 1; spf=pass",
  " (not really) mx.example.com; spf=pass",
  " \"mx.example.com\"; spf=pass",
  "\n mx.example.com;\n\tspf=pass",
  " mx.example.com",
}
for _, value in ipairs(disguises) do
  message(conn, {{RESULTS, value}})
  stamped(conn)
  removed(conn, RESULTS, 1, {1})
end

-- The name in any case. miltertest compares it as it is sent, and it is sent as it came.
message(conn, {{"authentication-RESULTS", " mx.example.com; dkim=pass"}})
stamped(conn)
removed(conn, "authentication-RESULTS", 1, {1})

only_the_header(conn)
say("disconnect", conn)
