-- Runs one script and prints why it failed, which miltertest does not do by itself:
--
--   miltertest -D folder=FOLDER -D script=NAME -D socket=SOCKET -D unnamed=SOCKET -s FOLDER/run.lua
--
-- folder is where this file is, socket is a daemon whose authserv-id is mx.example.com, and unnamed one without, which
-- goes by the MTA's macro j.

local done, failure = xpcall(function()
  dofile(folder .. "/kit.lua")
  dofile(folder .. "/" .. script .. ".lua")
end, debug.traceback)
if not done then
  io.stderr:write(failure, "\n")
  error(failure)
end
