-- Take the lease of a thread, or say for how long somebody else has it.
-- KEYS  lease, fence        ARGV  owner, lease ms, fence ms
-- reply {token} or {"held", ms left}. Tokens follow the server's clock, so they grow even across a deletion.
local owner, lease_ms, fence_ms = ARGV[1], ARGV[2], ARGV[3]
local holder = redis.call('GET', KEYS[1])
local newest = redis.call('GET', KEYS[2])
if holder == owner and newest then
  redis.call('PEXPIRE', KEYS[1], lease_ms)
  redis.call('PEXPIRE', KEYS[2], fence_ms)
  return {newest}
end
if holder and holder ~= owner then
  return {'held', redis.call('PTTL', KEYS[1])}
end
local now = redis.call('TIME')
local token = now[1] .. string.format('%06d', tonumber(now[2]))
if newest and tonumber(newest) >= tonumber(token) then
  token = string.format('%.0f', tonumber(newest) + 1)
end
redis.call('SET', KEYS[1], owner, 'PX', lease_ms)
redis.call('SET', KEYS[2], token, 'PX', fence_ms)
return {token}
