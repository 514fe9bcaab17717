-- Sends every form of a file once ("<session> <body>" a line), shared out among the threads.
local threads = {}

function setup(thread)
  table.insert(threads, thread)
  thread:set("number", #threads)
end

function init(arguments)
  host, mine, sent, answered, accepted = arguments[2], {}, 0, 0, 0
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
  sent = sent + 1
  return mine[sent] or mine[#mine]
end

function response(status)
  answered = answered + 1
  if answered <= #mine and status == 303 then accepted = accepted + 1 end
  if answered >= #mine then wrk.thread:stop() end
end

function done(summary)
  local total = 0
  for _, thread in ipairs(threads) do total = total + thread:get("accepted") end
  io.write(string.format("accepted %d in %.6f s\n", total, summary.duration / 1e6))
end
