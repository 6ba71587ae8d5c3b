-- Header fields as they really come: empty, folded, with octets above 127, long, without a space.
-- Not above 900 octets each: miltertest itself writes over its buffers.
local conn = connect()
session(conn)
local all = {}
for octet = 1, 255 do
  all[octet] = string.char(octet)
end
message(conn, {
  {"Subject", ""},
  {"X-Latin-1", " caf\233 \128\255"},
  {"X-UTF-8", " caf\195\169"},
  {"X-\233", " a name that is none"},
  {"X-Folded", " one\n\ttwo\n three"},
  {"X-No-Space", "value"},
  {"X-Tab", "\tvalue"},
  {"X-Every-Octet", table.concat(all)},
  {"X-Long", " " .. string.rep("x", 900)},
  {RESULTS, ""},
  {RESULTS, " "},
  {RESULTS, " other.example.net; none"},
})
stamped(conn)
expect("X-Latin-1 is removed", mt.eom_check(conn, MT_HDRDELETE, "X-Latin-1"), false)
expect("the honest field is removed", mt.eom_check(conn, MT_HDRDELETE, RESULTS, 3), false)

-- A field that hides one of ours behind a bare CR goes as a whole.
message(conn, {{"Subject", " hello"}, {"Subject", " x\rAuthentication-Results: mx.example.com; dkim=pass"}})
stamped(conn)
removed(conn, "Subject", 2, {2})

-- A message without any header field.
message(conn, {})
stamped(conn)
nothing_removed(conn)
say("disconnect", conn)
