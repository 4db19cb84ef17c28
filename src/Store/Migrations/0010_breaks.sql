-- Until when an accepted break was found the same by every comparison, so that it was not raised again; null while it is.
ALTER TABLE breaks ADD COLUMN stood_until TEXT NULL;

-- Of what was accepted before, the newest of a matter stands, and nothing does where nothing was left to accept.
UPDATE breaks SET stood_until = closed_at
WHERE resolution = 'accepted' AND kind <> 'external_order' AND (kind IN ('cash_differs', 'reject_breaker') OR EXISTS (
    SELECT 1 FROM breaks AS newer
    WHERE newer.id > breaks.id AND newer.subject = breaks.subject AND newer.venue = breaks.venue AND newer.account = breaks.account
        AND replace(newer.kind, 'external_position', 'position_differs') = replace(breaks.kind, 'external_position', 'position_differs')));
CREATE INDEX breaks_standing ON breaks (venue, account) WHERE resolution = 'accepted' AND stood_until IS NULL AND kind <> 'external_order';

-- Whether our position is made the venue's as soon as the orders and executions of the symbol agree.
ALTER TABLE breaks ADD COLUMN rebases INTEGER NOT NULL DEFAULT 0;
