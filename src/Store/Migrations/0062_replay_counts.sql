-- How many replays of a run have a result is counted while it runs, of those since it went on: the index says so by itself, without a look at each row.
DROP INDEX dead_letters_run;
CREATE INDEX dead_letters_run ON dead_letters (run_id, result, replayed_at) WHERE run_id IS NOT NULL;
