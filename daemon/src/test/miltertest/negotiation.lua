-- What the filter asks for of an MTA that offers everything.
local conn = connect()
local asked = {
  SMFIP_NOCONNECT = false, SMFIP_NOHELO = false, SMFIP_NOMAIL = false, SMFIP_NORCPT = false, SMFIP_NOHDRS = false,
  SMFIP_NOEOH = false, SMFIP_NOBODY = false,
  -- Nothing looks at DATA or at unknown commands.
  SMFIP_NODATA = true, SMFIP_NOUNKNOWN = true,
  -- Nothing is decided before the end of the message, so nobody waits before it.
  SMFIP_NR_CONN = true, SMFIP_NR_HELO = true, SMFIP_NR_MAIL = true, SMFIP_NR_RCPT = true, SMFIP_NR_HDR = true,
  SMFIP_NR_EOH = true, SMFIP_NR_BODY = true,
  SMFIP_NR_DATA = false, SMFIP_NR_UNKN = false,
  SMFIP_SKIP = false, SMFIP_RCPT_REJ = false,
  SMFIP_HDR_LEADSPC = true,
}
for name, expected in pairs(asked) do
  bit(conn, name, expected)
end
local actions = {
  SMFIF_ADDHDRS = true, SMFIF_CHGHDRS = true, SMFIF_SETSYMLIST = true, SMFIF_QUARANTINE = true,
  SMFIF_CHGBODY = false, SMFIF_ADDRCPT = false, SMFIF_DELRCPT = false,
  SMFIF_CHGFROM = false, SMFIF_ADDRCPT_PAR = false,
}
for name, expected in pairs(actions) do
  expect(name, mt.test_action(conn, _G[name]), expected)
end
session(conn)
message(conn, {{"Subject", " hello"}})
stamped(conn)
nothing_removed(conn)
only_the_header(conn)
say("disconnect", conn)
