-- Checkpoints and pending writes of one thread, all or nothing. Applying the same call twice changes nothing.
-- KEYS  checkpoints, writes, items, fence
-- ARGV  token ("" = none), ttl ms, format, mark for a new thread, mark expected ("" = any), operations ...
--   p prefix stamp member parent-prefix("" = none) last-number n (field value)*n
--   w prefix overwrite("1"/"0") member
-- reply {"ok", mark} or, with nothing changed, {"stale"}, {"format", mark}, {"moved", mark, last number}
local checkpoints, writes, items, fence = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local token, ttl, format, mark, expected = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4], ARGV[5]

if token ~= '' then
  local newest = redis.call('GET', fence)
  if not newest or tonumber(newest) > tonumber(token) then
    return {'stale'}
  end
end

local current = redis.call('HGET', items, '@')
if current and string.match(current, '^%d+') ~= format then
  return {'format', current}
end
local function moved()
  return {'moved', current or '', redis.call('HGET', items, '#') or '0'}
end
if expected ~= '' and current ~= expected then
  return moved()
end

local function with_prefix(key, prefix)
  return redis.call('ZRANGEBYLEX', key, '[' .. prefix, '(' .. prefix .. '\255', 'LIMIT', 0, 1)[1]
end

local done, at = {}, 6
while at <= #ARGV do
  if ARGV[at] == 'p' then
    local prefix, own = ARGV[at + 1], ARGV[at + 1] .. ARGV[at + 2] .. '\1'
    local parent, count = ARGV[at + 4], tonumber(ARGV[at + 6])
    local before = with_prefix(checkpoints, prefix)
    if before and string.sub(before, 1, #own) == own then
      done[at] = true
    else
      if parent ~= '' and not with_prefix(checkpoints, parent) then
        return moved()
      end
      for i = 0, count - 1 do
        if redis.call('HEXISTS', items, ARGV[at + 7 + 2 * i]) == 1 then
          return moved()
        end
      end
    end
    at = at + 7 + 2 * count
  else
    at = at + 4
  end
end

if not current then
  current = mark
  redis.call('HSET', items, '@', mark)
end
local last = tonumber(redis.call('HGET', items, '#') or '0')
at = 6
while at <= #ARGV do
  if ARGV[at] == 'p' then
    local prefix, count = ARGV[at + 1], tonumber(ARGV[at + 6])
    if not done[at] then
      redis.call('ZREMRANGEBYLEX', checkpoints, '[' .. prefix, '(' .. prefix .. '\255')
      redis.call('ZADD', checkpoints, 0, ARGV[at + 3])
      for i = 0, count - 1 do
        redis.call('HSET', items, ARGV[at + 7 + 2 * i], ARGV[at + 8 + 2 * i])
      end
      if tonumber(ARGV[at + 5]) > last then
        last = tonumber(ARGV[at + 5])
        redis.call('HSET', items, '#', ARGV[at + 5])
      end
    end
    at = at + 7 + 2 * count
  else
    local prefix, overwrite = ARGV[at + 1], ARGV[at + 2] == '1'
    if overwrite then
      redis.call('ZREMRANGEBYLEX', writes, '[' .. prefix, '(' .. prefix .. '\255')
    end
    if overwrite or not with_prefix(writes, prefix) then
      redis.call('ZADD', writes, 0, ARGV[at + 3])
    end
    at = at + 4
  end
end

if ttl > 0 then
  redis.call('PEXPIRE', checkpoints, ttl)
  redis.call('PEXPIRE', writes, ttl)
  redis.call('PEXPIRE', items, ttl)
end
return {'ok', current}
