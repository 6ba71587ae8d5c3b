-- MTAs that the filter cannot serve: it ends the connection, and the next one is served.
local function turned_away(what, version, actions)
  local conn = mt.connect(socket)
  expect(what, mt.negotiate(conn, version, ALL_STEPS, actions), "mt.milter_read() failed")
  mt.disconnect(conn, false)
end

turned_away("version 1", 1, ALL_ACTIONS)
turned_away("without CHGHDRS forged fields would stay", 6, SMFIF_ADDHDRS)
turned_away("without ADDHDRS nothing can be said", 6, SMFIF_CHGHDRS)

local conn = mt.connect(socket)
negotiate(conn, 6, SMFIF_ADDHDRS + SMFIF_CHGHDRS, 0)
session(conn)
message(conn, {{RESULTS, "mx.example.com; none"}})
stamped(conn, "mx.example.com; none")
removed(conn, RESULTS, 1, {1})
say("disconnect", conn)
