-- The journal's newest entry when cash and cash_flow were stated; null where they were stated before this was kept.
ALTER TABLE reconciliations ADD COLUMN cash_seq INTEGER NULL;

-- Of a difference in cash that was accepted, what no late entry has explained yet; null of everything else, and of what is explained.
ALTER TABLE breaks ADD COLUMN unexplained TEXT NULL;
CREATE INDEX breaks_unexplained ON breaks (venue, account) WHERE unexplained IS NOT NULL;

-- Cash is compared with what was booked since it was stated.
CREATE INDEX fee_reports_seq ON fee_reports (venue, account, seq);
