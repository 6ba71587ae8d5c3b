-- Many fields in one message: occurrences are counted by name; too many are refused.
local conn = connect()
session(conn)
local fields, forged = {}, {}
for i = 1, 200 do
  fields[2 * i - 1] = {"Received", " from nowhere by mx.example.com; " .. i}
  if i % 3 == 0 then
    fields[2 * i] = {RESULTS, " other.example.net; none"}
  else
    fields[2 * i] = {RESULTS, " mx.example.com; dkim=pass"}
    forged[#forged + 1] = i
  end
end
message(conn, fields)
stamped(conn)
removed(conn, RESULTS, 200, forged)
expect("a Received field is removed", mt.eom_check(conn, MT_HDRDELETE, "Received"), false)

fields = {}
for i = 1, 501 do
  fields[i] = {RESULTS, " mx.example.com; dkim=pass"}
end
message(conn, fields)
reply(conn, "501 forged fields", SMFIR_REPLYCODE)
expect("the reply", mt.eom_check(conn, MT_SMTPREPLY, "550", "5.7.1",
  "Too many forged Authentication-Results header fields"), true)
nothing_removed(conn)

-- A refused message leaves nothing behind.
message(conn, {{RESULTS, " mx.example.com; dkim=pass"}})
stamped(conn)
removed(conn, RESULTS, 1, {1})
say("disconnect", conn)
