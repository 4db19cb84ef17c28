-- A halt of a symbol in another spelling stopped nothing, and can't be named any more. From now on it stops what was meant.
UPDATE OR REPLACE halts SET scope = 'symbol:' || upper(substr(scope, 8)) WHERE scope LIKE 'symbol:%';
