-- What the scripts share.

RESULTS = "Authentication-Results"
OURS = " mx.example.com; none"

-- What Postfix and Sendmail offer: all actions, all steps.
ALL_ACTIONS = 0x1ff
ALL_STEPS = 0x1fffff

function expect(what, actual, expected)
  if actual ~= expected then
    error(what .. ": expected " .. tostring(expected) .. ", got " .. tostring(actual), 2)
  end
end

-- Calls a function of mt, which says what went wrong by its result.
function say(name, ...)
  local failure = mt[name](...)
  if failure ~= nil then
    error("mt." .. name .. ": " .. tostring(failure), 2)
  end
end

function reply(conn, what, expected)
  if mt.getreply(conn) ~= expected then
    error(what .. ": expected reply " .. string.char(expected) .. ", got " .. string.char(mt.getreply(conn)), 2)
  end
end

-- miltertest's manual says that actions come before steps; it takes them the other way round.
function negotiate(conn, version, actions, steps)
  say("negotiate", conn, version, steps, actions)
end

function connect(to, steps)
  local conn = mt.connect(to or socket)
  if conn == nil then
    error("no connection to " .. (to or socket), 2)
  end
  negotiate(conn, 6, ALL_ACTIONS, steps or ALL_STEPS)
  return conn
end

function bit(conn, name, expected)
  expect(name, mt.test_option(conn, _G[name]), expected)
end

function session(conn)
  say("conninfo", conn, "client.example.org", "192.0.2.1")
  say("helo", conn, "client.example.org")
end

function envelope(conn)
  say("mailfrom", conn, "<sender@example.org>")
  say("rcptto", conn, "<recipient@example.com>")
end

-- The header fields in pairs and the end of the header.
function header(conn, fields)
  for _, field in ipairs(fields) do
    say("header", conn, field[1], field[2])
  end
  say("eoh", conn)
end

-- A message without a body, to its end.
function message(conn, fields)
  envelope(conn)
  header(conn, fields)
  say("eom", conn)
end

-- Our field is on top, once, and nothing else was put in.
function stamped(conn, value)
  reply(conn, "end of message", SMFIR_CONTINUE)
  expect("our field at index 0", mt.eom_check(conn, MT_HDRINSERT, RESULTS, value or OURS, 0), true)
  expect("a second field", mt.getheader(conn, RESULTS, 1), nil)
  expect("a field elsewhere", mt.eom_check(conn, MT_HDRADD), false)
end

-- Exactly these occurrences among the first `count` fields of the name are taken out.
function removed(conn, name, count, occurrences)
  local wanted = {}
  for _, occurrence in ipairs(occurrences) do
    wanted[occurrence] = true
  end
  for i = 1, count + 1 do
    expect(name .. " " .. i .. " is removed", mt.eom_check(conn, MT_HDRDELETE, name, i), wanted[i] or false)
  end
end

function nothing_removed(conn)
  expect("something is removed", mt.eom_check(conn, MT_HDRDELETE), false)
  -- For miltertest a removal is a change too, so this covers both.
  expect("something is changed", mt.eom_check(conn, MT_HDRCHANGE), false)
end

-- Nothing but header fields is ever touched.
function only_the_header(conn)
  expect("the body is changed", mt.eom_check(conn, MT_BODYCHANGE), false)
  expect("the message is held", mt.eom_check(conn, MT_QUARANTINE), false)
end
