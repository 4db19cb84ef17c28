-- When what came of a request was recorded: a time that lies in the future is one that a clock which was set back since has left behind.
ALTER TABLE cancels ADD COLUMN answered_at TEXT NULL;
CREATE INDEX cancels_answered ON cancels (answered_at) WHERE next_attempt_at IS NOT NULL;

ALTER TABLE fill_policies ADD COLUMN set_at TEXT NULL;                   -- when next_act_at was set
ALTER TABLE fill_policies ADD COLUMN repeats INTEGER NOT NULL DEFAULT 0; -- how often the act's cancel was asked for again
CREATE INDEX fill_policies_set ON fill_policies (set_at) WHERE next_act_at IS NOT NULL;
