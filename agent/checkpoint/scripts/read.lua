-- One read of a thread: the checkpoint, its values, its pending writes; all keys' lives are extended together.
-- KEYS  checkpoints, writes, items
-- ARGV  namespace prefix, checkpoint id ("" = newest), known "id\1stamp\1" ("" = none), first and last item held, ttl ms
-- reply {mark, last number, member, values, writes}; member is "" when it is the known one, nil when there is none
local checkpoints, writes, items = KEYS[1], KEYS[2], KEYS[3]
local ns, id, known = ARGV[1], ARGV[2], ARGV[3]
local held_first, held_last, ttl = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])

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

local found_id, stamp, spans = string.match(member, '^[^\1]*\1([^\1]*)\1([^\1]*)\1([^\1]*)\1')
local of_checkpoint = ns .. found_id .. '\1'
local pending = redis.call('ZRANGEBYLEX', writes, '[' .. of_checkpoint, '(' .. of_checkpoint .. '\255')
if known ~= '' and known == found_id .. '\1' .. stamp .. '\1' then
  return {head[1], head[2], '', {}, pending}
end

local values, wanted = {}, {}
local function fetch()
  if #wanted > 0 then
    for _, value in ipairs(redis.call('HMGET', items, unpack(wanted))) do
      values[#values + 1] = value
    end
    wanted = {}
  end
end
for first, last in string.gmatch(spans, '(%d+)-(%d+)') do
  for number = tonumber(first), tonumber(last) do
    if number < held_first or number > held_last then
      wanted[#wanted + 1] = string.format('%.0f', number)
      if #wanted == 4000 then
        fetch()
      end
    end
  end
end
fetch()
return {head[1], head[2], member, values, pending}
