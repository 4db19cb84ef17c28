"""Recomputes the chain of docs/audit.md from a store alone: python3 docs/audit.py STORE [HEADS]. It knows nothing of the pipeline."""
import hashlib, json, sqlite3, sys


def field(value):
    if value is None:
        return b"-,"
    data = value if isinstance(value, bytes) else str(value).encode()
    return str(len(data)).encode() + b":" + data + b","


store = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
store.text_factory = bytes
heads = [json.loads(line) for line in open(sys.argv[2])] if len(sys.argv) > 2 else []
sealed = {}
for seal, entries in store.execute("SELECT seal, entries FROM audit_seals ORDER BY seal"):
    for at in range(0, len(entries), 40):
        sealed[int.from_bytes(entries[at:at + 8], "big")] = entries[at + 8:at + 40]

chain, hashes = bytes(32), {}
for record in store.execute("SELECT seq, at, kind, cl_ord_id, intent_id, stage, pass, data FROM journal ORDER BY seq"):
    chain = hashlib.sha256(chain + b"".join(field(value) for value in record)).digest()
    hashes[record[0]] = chain
    if record[0] in sealed and sealed[record[0]] != chain:
        sys.exit(f"record {record[0]} or one before it is not what was sealed")
for seq in sorted(sealed):
    if seq not in hashes:
        sys.exit(f"record {seq} was sealed and is not there")
for head in heads:
    if head["seq"] not in hashes or hashes[head["seq"]].hex() != head["hash"]:
        sys.exit(f"the exported head of record {head['seq']} does not fit")
print(f"{len(sealed)} of {len(hashes)} records are sealed and fit, and so do {len(heads)} exported heads; the chain's hash is {chain.hex()}")
