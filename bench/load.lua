-- One connection pool of load for every path of the benchmark. What to send comes from the environment:
--   BENCH_AUTHORIZATION, BENCH_BODY   header and form body of a request that is always the same
--   BENCH_REFRESH                     in place of the body: what precedes a refresh token, or a code, in it
--   BENCH_TOKENS                      a file of them, one a line: the successor that an answer holds joins the queue
--   BENCH_RATE                        requests a second to keep to; absent: as many as the server takes
local ffi = require('ffi')

wrk.method = 'POST'
wrk.headers['Content-Type'] = 'application/x-www-form-urlencoded'
local authorization = os.getenv('BENCH_AUTHORIZATION')
if authorization ~= '' then wrk.headers['Authorization'] = authorization end
wrk.body = os.getenv('BENCH_BODY')

local tokens = os.getenv('BENCH_TOKENS')
if tokens then
  local prefix = os.getenv('BENCH_REFRESH')
  local first, last, queue = 1, 0, {}
  for token in io.lines(tokens) do
    last = last + 1
    queue[last] = token
  end

  function request()
    local token = queue[first]
    if not token then return wrk.format(nil, nil, nil, prefix .. 'none-left') end
    queue[first] = nil
    first = first + 1
    return wrk.format(nil, nil, nil, prefix .. token)
  end

  function response(_, _, body)
    local token = body:match('"refresh_token":"([^"]+)"')
    if not token then return end
    last = last + 1
    queue[last] = token
  end
end

local rate = tonumber(os.getenv('BENCH_RATE') or '')
if rate then
  ffi.cdef('typedef struct { long s; long ns; } bench_time; int clock_gettime(int clock, bench_time *time);')
  local time, slot = ffi.new('bench_time'), nil
  local MONOTONIC = 1

  -- Milliseconds until the next slot of one schedule that all connections share.
  function delay()
    ffi.C.clock_gettime(MONOTONIC, time)
    local now = tonumber(time.s) * 1e3 + tonumber(time.ns) / 1e6
    slot = (slot or now) + 1e3 / rate
    return math.max(0, slot - now)
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(
    string.format(
      '\nRESULT {"requests":%d,"microseconds":%d,"p50":%d,"p99":%d,"max":%d,"refused":%d,"broken":%d}\n',
      summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), latency.max,
      errors.status, errors.connect + errors.read + errors.write + errors.timeout
    )
  )
end
