-- Renew (ARGV[2] > 0) or end (ARGV[2] = 0) a lease, if it is still the caller's.
-- KEYS  lease, fence, checkpoints        ARGV  owner, lease ms, fence ms        reply 1 if it was the caller's, else 0
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
if tonumber(ARGV[2]) == 0 then
  redis.call('DEL', KEYS[1])
  if redis.call('EXISTS', KEYS[3]) == 0 then
    redis.call('DEL', KEYS[2])  -- nothing was written: a session that is not there leaves no key
  end
else
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  redis.call('PEXPIRE', KEYS[2], ARGV[3])
end
return 1
