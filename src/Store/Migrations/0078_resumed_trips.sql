-- Who had halted what was released last: a release of a halt for a day's loss lets that be counted anew, and no other does.
ALTER TABLE resumptions ADD COLUMN halted_by TEXT;
