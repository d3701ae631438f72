-- Ask for several addresses in turn.
local paths, requests, turn = { PATHS }, {}, 0
init = function(arguments)
  for place, path in ipairs(paths) do
    requests[place] = wrk.format("GET", path)
  end
end
request = function()
  turn = turn % #requests + 1
  return requests[turn]
end
