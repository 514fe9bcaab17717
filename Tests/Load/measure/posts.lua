-- Sends every form of a file once ("<session> <body>" a line), shared out among the threads.
-- wrk itself sleeps for its whole duration, so each thread keeps its own time.
local ffi = require("ffi")
ffi.cdef "typedef struct { long s; long us; } moment; int gettimeofday(moment *, void *);"
local threads = {}

local function now()
  local moment = ffi.new("moment")
  ffi.C.gettimeofday(moment, nil)
  return tonumber(moment.s) + tonumber(moment.us) / 1e6
end

function setup(thread)
  table.insert(threads, thread)
  thread:set("number", #threads)
end

function init(arguments)
  host, mine, sent, answered, accepted, started, ended = arguments[2], {}, 0, 0, 0, 0, 0
  local line_number = 0
  for line in io.lines(arguments[1]) do
    line_number = line_number + 1
    if line_number % 2 == number % 2 then
      local token, body = line:match("^(%S+) (.*)$")
      table.insert(mine, wrk.format("POST", "/appointments", {
        Host = host, Origin = "http://" .. host, Cookie = "__Host-visit=" .. token,
        ["Content-Type"] = "application/x-www-form-urlencoded",
      }, body))
    end
  end
end

-- Once all are sent, idle connections repeat the last one, which its key makes harmless; they don't count.
function request()
  if sent == 0 then started = now() end
  sent = sent + 1
  return mine[sent] or mine[#mine]
end

function response(status)
  answered = answered + 1
  if answered <= #mine and status == 303 then accepted = accepted + 1 end
  if answered == #mine then
    ended = now()
    wrk.thread:stop()
  end
end

function done()
  local total, first, last = 0, math.huge, 0
  for _, thread in ipairs(threads) do
    total = total + thread:get("accepted")
    first, last = math.min(first, thread:get("started")), math.max(last, thread:get("ended"))
  end
  io.write(string.format("accepted %d in %.6f s\n", total, last - first))
end
