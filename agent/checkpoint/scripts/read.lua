-- One read of a thread: the checkpoint, its values, its pending writes; all keys' lives are extended together.
-- KEYS  checkpoints, writes, items
-- ARGV  namespace prefix, checkpoint id ("" = newest), known "id\1stamp\1" ("" = none), pieces held "7:1-40,...", ttl ms
-- reply {mark, last number} for no checkpoint, else {mark, last number, member, writes, values}; member is ""
--       and there are no values when it is the known one
local checkpoints, writes, items = KEYS[1], KEYS[2], KEYS[3]
local ns, id, known, ttl = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[5])

local found
if id == '' then
  found = redis.call('ZREVRANGEBYLEX', checkpoints, '(' .. ns .. '\255', '[' .. ns, 'LIMIT', 0, 1)
else
  local prefix = ns .. id .. '\1'
  found = redis.call('ZRANGEBYLEX', checkpoints, '[' .. prefix, '(' .. prefix .. '\255', 'LIMIT', 0, 1)
end
local head = redis.call('HMGET', items, '@', '#')
local member = found[1]
if not member then
  return {head[1], head[2]}
end

if ttl > 0 then
  redis.call('PEXPIRE', checkpoints, ttl)
  redis.call('PEXPIRE', writes, ttl)
  redis.call('PEXPIRE', items, ttl)
end

local found_id, stamp, needs = string.match(member, '^[^\1]*\1([^\1]*)\1([^\1]*)\1([^\1]*)\1')
local of_checkpoint = ns .. found_id .. '\1'
local pending = redis.call('ZRANGEBYLEX', writes, '[' .. of_checkpoint, '(' .. of_checkpoint .. '\255')
if known ~= '' and known == found_id .. '\1' .. stamp .. '\1' then
  return {head[1], head[2], '', pending, {}}
end

local held = {}
for stream, first, last in string.gmatch(ARGV[4], '(%d+):(%d+)%-(%d+)') do
  held[stream] = {tonumber(first), tonumber(last)}
end
local values, wanted = {}, {}
local function fetch(limit)
  if #wanted > limit then
    for _, value in ipairs(redis.call('HMGET', items, unpack(wanted))) do
      values[#values + 1] = value
    end
    wanted = {}
  end
end
for part in string.gmatch(needs, '[^,]+') do
  local stream, first, last = string.match(part, '^(%d+):(%d+)%-(%d+)$')
  if stream then
    local have = held[stream] or {0, -1}
    for number = tonumber(first), tonumber(last) do
      if number < have[1] or number > have[2] then
        wanted[#wanted + 1] = stream .. ':' .. string.format('%.0f', number)
        fetch(3999)
      end
    end
  else
    wanted[#wanted + 1] = part
    fetch(3999)
  end
end
fetch(0)
return {head[1], head[2], member, pending, values}
