"""Recomputes the chain of docs/audit.md from a store alone: python3 docs/audit.py STORE [HEADS]. It knows nothing of the pipeline."""
import hashlib, json, sqlite3, sys


def field(value):
    if value is None:
        return b"-,"
    data = value if isinstance(value, bytes) else str(value).encode()
    return str(len(data)).encode() + b":" + data + b","


def lost(kind, data):
    """What the record of a restore says was lost: (after, up to)."""
    if kind != b"AlertRaised" or b"STORE_RESTORED" not in data:
        return None
    facts = json.loads(data).get("facts", {})
    return facts.get("lost_after"), facts.get("goes_on_after")


store = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
store.text_factory = bytes
heads = [json.loads(line) for line in open(sys.argv[2])] if len(sys.argv) > 2 else []
sealed, made, before = {}, {}, None
for seal, last, records, sealed_at, entries, stated in store.execute("SELECT seal, last_seq, records, sealed_at, entries, hash FROM audit_seals ORDER BY seal"):
    fields = b"".join(field(value) for value in (seal, last, records, sealed_at))
    if stated != (hashlib.sha256((before or bytes(32)) + fields + entries[-32:]).digest() if stated or before else None):
        sys.exit(f"seal {seal} is not what a sealer wrote")
    before, made[last] = stated, (records, sealed_at.decode())
    for at in range(0, len(entries), 40):
        sealed[int.from_bytes(entries[at:at + 8], "big")] = entries[at + 8:at + 40]

# What was archived is in files: what it was sealed as stands for it here. That a checkpoint is what the chain says, `pipeline audit verify` looks.
archived = {}
for number, records in store.execute("SELECT batch, records FROM archive_batches"):
    archived.update((int.from_bytes(records[at:at + 8], "big"), number) for at in range(0, len(records), 8))
chain, hashes, newest, restores = bytes(32), {}, 0, []
gone = iter(sorted(archived.keys() & sealed.keys()) + [1 << 63])
away = next(gone)
for record in store.execute("SELECT seq, at, kind, cl_ord_id, intent_id, stage, pass, data FROM journal ORDER BY seq"):
    while away < record[0]:
        chain = hashes[away] = sealed[away]
        newest, away = away, next(gone)
    chain = hashlib.sha256(chain + b"".join(field(value) for value in record)).digest()
    hashes[record[0]] = chain
    if record[0] in sealed and sealed[record[0]] != chain:
        sys.exit(f"record {record[0]} or one before it is not what was sealed")
    if record[0] != newest + 1:
        if lost(record[2], record[7]) != (newest, record[0] - 1):
            sys.exit(f"records {newest + 1} to {record[0] - 1} are missing, and record {record[0]} is no restore's that has lost them")
        restores.append(range(newest + 1, record[0]))
    newest = record[0]
for seq in sorted(sealed):
    if seq not in hashes:
        sys.exit(f"record {seq} was sealed and is not there")
known = [head for head in heads if not any(head["seq"] in restore for restore in restores)]
for head in known:
    if head["seq"] not in hashes or hashes[head["seq"]].hex() != head["hash"] or made.get(head["seq"]) != (head["records"], head["sealed_at"]):
        sys.exit(f"the exported head of record {head['seq']} does not fit")
print(f"{len(sealed)} of {len(hashes)} records are sealed and fit, and so do {len(known)} of {len(heads)} exported heads; the chain's hash is {chain.hex()}")
