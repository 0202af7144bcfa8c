-- For wrk: the requests of a file in turn, from a share of it on, again and again. A line has what the reader prefers, a tab,
-- and a path.
local made, last = {}, 0

function init(arguments)
  for line in io.lines(arguments[1]) do
    local languages, path = line:match("^(%S+)\t(%S+)$")
    made[#made + 1] = wrk.format("GET", path, { ["Accept-Language"] = languages })
  end
  last = math.floor(tonumber(arguments[2]) * #made)
end

function request()
  last = last % #made + 1
  return made[last]
end
