-- Cancels of open orders that nobody has asked the venue for are looked after: what an older version has recorded without a time for that is looked at now. The time of an answer is the
-- time at which that one was set.
UPDATE cancels SET next_attempt_at = at, answered_at = at
WHERE outcome IS NULL AND next_attempt_at IS NULL
  AND cl_ord_id IN (SELECT cl_ord_id FROM orders WHERE ord_status NOT IN ('filled', 'canceled', 'replaced', 'rejected', 'expired', 'denied'));
