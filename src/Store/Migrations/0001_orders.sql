-- Money and quantities are decimals as text, times are UTC in ISO 8601 with seven decimals (both sort and compare exactly).

CREATE TABLE intents (
    intent_id     TEXT PRIMARY KEY,
    strategy_id   TEXT NOT NULL,
    rebalance_id  TEXT NOT NULL,
    portfolio     TEXT NOT NULL,
    source        TEXT NOT NULL,           -- http or amqp
    received_at   TEXT NOT NULL,
    valid_until   TEXT NOT NULL,
    reason        TEXT NULL,
    reason_code   TEXT NULL
) STRICT;

CREATE TABLE orders (
    seq               INTEGER PRIMARY KEY, -- journal sequence of the proposal: the order of arrival
    cl_ord_id         TEXT NOT NULL UNIQUE,
    key               TEXT NOT NULL,
    slot              TEXT NOT NULL UNIQUE, -- one line, one order: the store itself refuses a second
    intent_id         TEXT NOT NULL REFERENCES intents (intent_id),
    strategy_id       TEXT NOT NULL,
    rebalance_id      TEXT NOT NULL,
    portfolio         TEXT NOT NULL,
    leg               TEXT NULL,
    symbol            TEXT NOT NULL,
    side              TEXT NOT NULL,
    qty               TEXT NOT NULL,
    order_type        TEXT NOT NULL,
    limit_price       TEXT NULL,
    stop_price        TEXT NULL,
    time_in_force     TEXT NOT NULL,
    max_slippage_bps  TEXT NULL,
    max_exposure_pct  TEXT NULL,
    venue             TEXT NOT NULL,
    account           TEXT NOT NULL,
    adapter           TEXT NULL,           -- name and version of the adapter that sent it
    received_at       TEXT NOT NULL,
    valid_until       TEXT NOT NULL,
    pass              INTEGER NOT NULL DEFAULT 1,
    ord_status        TEXT NOT NULL,
    cum_qty           TEXT NOT NULL DEFAULT '0',
    cum_value         TEXT NOT NULL DEFAULT '0',
    reserved_qty      TEXT NOT NULL DEFAULT '0',
    reference_px      TEXT NULL,
    price_bound       TEXT NULL,
    order_id          TEXT NULL,           -- the venue's
    code              TEXT NULL,           -- why denied, held or rejected
    detail            TEXT NULL,
    next_deadline_at  TEXT NULL
) STRICT;
CREATE INDEX orders_intent ON orders (intent_id);
CREATE INDEX orders_deadline ON orders (next_deadline_at) WHERE next_deadline_at IS NOT NULL;
CREATE INDEX orders_symbol ON orders (symbol, seq);
CREATE INDEX orders_strategy ON orders (strategy_id, seq);
CREATE INDEX orders_venue_order ON orders (venue, order_id) WHERE order_id IS NOT NULL;

-- Everything that happened, in order, never changed.
CREATE TABLE journal (
    seq        INTEGER PRIMARY KEY AUTOINCREMENT,
    at         TEXT NOT NULL,
    kind       TEXT NOT NULL,
    cl_ord_id  TEXT NULL,
    intent_id  TEXT NULL,
    stage      TEXT NOT NULL,
    pass       INTEGER NULL,
    data       TEXT NOT NULL               -- JSON
) STRICT;
CREATE INDEX journal_order ON journal (cl_ord_id, seq) WHERE cl_ord_id IS NOT NULL;
CREATE INDEX journal_intent ON journal (intent_id, seq) WHERE cl_ord_id IS NULL; -- every order's timeline begins with its intent
CREATE INDEX journal_kind ON journal (kind, seq) WHERE kind = 'AlertRaised';
CREATE TRIGGER journal_is_append_only_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_is_append_only_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

-- A stage decides once per order and pass; a redelivery finds its verdict here.
CREATE TABLE steps (
    cl_ord_id    TEXT NOT NULL,
    stage        TEXT NOT NULL,
    pass         INTEGER NOT NULL,
    verdict      TEXT NOT NULL,
    recorded_at  TEXT NOT NULL,
    PRIMARY KEY (cl_ord_id, stage, pass)
) STRICT, WITHOUT ROWID;

-- What a step must still tell others. Unsent until the broker has confirmed it. An order's lie side by side.
CREATE TABLE follow_ups (
    cl_ord_id        TEXT NOT NULL,
    message_id       TEXT NOT NULL,
    pass             INTEGER NOT NULL,
    stage            TEXT NOT NULL,        -- who says it
    next_stage       TEXT NULL,            -- whose step it calls for, if any
    seq              INTEGER NOT NULL,
    type             TEXT NOT NULL,
    body             TEXT NOT NULL,
    sent_at          TEXT NULL,
    attempts         INTEGER NOT NULL DEFAULT 0,
    next_attempt_at  TEXT NOT NULL,
    PRIMARY KEY (cl_ord_id, message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX follow_ups_unsent ON follow_ups (next_attempt_at) WHERE sent_at IS NULL;

-- A permission to send, durable before the venue is called.
CREATE TABLE claims (
    fencing        INTEGER PRIMARY KEY AUTOINCREMENT,
    cl_ord_id      TEXT NOT NULL,
    attempt        INTEGER NOT NULL,
    qty            TEXT NOT NULL,
    claimed_at     TEXT NOT NULL,
    send_deadline  TEXT NOT NULL,
    outcome        TEXT NULL,              -- acknowledged, rejected, unknown, not_sent, not_found; null while nobody has said
    detail         TEXT NULL,
    next_check_at  TEXT NULL,              -- when to ask the venue about it; null once there is an answer
    checks         INTEGER NOT NULL DEFAULT 0,
    UNIQUE (cl_ord_id, attempt)
) STRICT;
CREATE INDEX claims_open ON claims (next_check_at) WHERE next_check_at IS NOT NULL;

CREATE TABLE executions (
    venue          TEXT NOT NULL,
    account        TEXT NOT NULL,
    exec_id        TEXT NOT NULL,
    cl_ord_id      TEXT NULL,
    order_id       TEXT NOT NULL,
    exec_type      TEXT NOT NULL,
    exec_ref_id    TEXT NULL,
    symbol         TEXT NOT NULL,
    side           TEXT NOT NULL,
    last_qty       TEXT NOT NULL,
    last_px        TEXT NOT NULL,
    transact_time  TEXT NOT NULL,
    bid            TEXT NULL,
    bid_size       TEXT NULL,
    ask            TEXT NULL,
    ask_size       TEXT NULL,
    seq            INTEGER NOT NULL,       -- journal sequence of its booking
    PRIMARY KEY (venue, account, exec_id)
) STRICT;
CREATE INDEX executions_order ON executions (cl_ord_id, seq);
CREATE INDEX executions_ref ON executions (venue, account, exec_ref_id) WHERE exec_ref_id IS NOT NULL; -- who busts or corrects it

CREATE TABLE positions (
    account       TEXT NOT NULL,
    symbol        TEXT NOT NULL,
    qty           TEXT NOT NULL,
    cost_px       TEXT NOT NULL,
    realized_pnl  TEXT NOT NULL,
    PRIMARY KEY (account, symbol)
) STRICT, WITHOUT ROWID;

-- What orders on their way and open orders may still buy and sell.
CREATE TABLE exposures (
    account   TEXT NOT NULL,
    symbol    TEXT NOT NULL,
    buy_qty   TEXT NOT NULL,
    sell_qty  TEXT NOT NULL,
    PRIMARY KEY (account, symbol)
) STRICT, WITHOUT ROWID;

CREATE TABLE order_sagas (
    correlation_id  TEXT PRIMARY KEY,
    cl_ord_id       TEXT NOT NULL UNIQUE,
    state           TEXT NOT NULL,
    pass            INTEGER NOT NULL,
    attempt         INTEGER NOT NULL,
    ledger_seq      INTEGER NOT NULL,
    last_seq        INTEGER NOT NULL,
    version         INTEGER NOT NULL
) STRICT;
CREATE INDEX order_sagas_open ON order_sagas (state) WHERE state <> 'Done';

CREATE TABLE accounts (
    venue    TEXT NOT NULL,
    account  TEXT NOT NULL,
    cash     TEXT NOT NULL,
    equity   TEXT NOT NULL,
    at       TEXT NOT NULL,
    PRIMARY KEY (venue, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE watermarks (
    venue      TEXT NOT NULL,
    account    TEXT NOT NULL,
    watermark  TEXT NOT NULL,
    PRIMARY KEY (venue, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE leases (
    name        TEXT PRIMARY KEY,
    holder      TEXT NOT NULL,
    expires_at  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE dead_letters (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    stage            TEXT NOT NULL,
    message_id       TEXT NULL,
    message_type     TEXT NULL,
    cl_ord_id        TEXT NULL,
    exception_type   TEXT NOT NULL,
    reason           TEXT NOT NULL,
    exception        TEXT NOT NULL,        -- the whole chain
    headers          TEXT NOT NULL,        -- JSON
    body             BLOB NOT NULL,
    attempts         INTEGER NOT NULL,
    first_at         TEXT NOT NULL,
    last_at          TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX dead_letters_message ON dead_letters (stage, message_id) WHERE message_id IS NOT NULL;
CREATE INDEX dead_letters_order ON dead_letters (cl_ord_id) WHERE cl_ord_id IS NOT NULL;

CREATE TABLE order_analytics (
    cl_ord_id             TEXT PRIMARY KEY,
    symbol                TEXT NOT NULL,
    reference_px          TEXT NULL,
    avg_px                TEXT NULL,
    slippage_bps          TEXT NULL,       -- positive is worse than the reference
    intake_to_validation  REAL NULL,       -- seconds
    validation_to_session REAL NULL,
    session_to_claim      REAL NULL,
    intake_to_claim       REAL NULL,
    claim_to_answer       REAL NULL,
    intake_to_done        REAL NULL,
    recorded_at           TEXT NOT NULL
) STRICT, WITHOUT ROWID;
