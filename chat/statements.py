"""What chat.fastlog says to PostgreSQL: each rule of chat.log in one statement."""

from chat.storage import SNAPSHOT_FIELDS


def _append(head: str) -> bytes:
    return f"""
        WITH moved AS (
            UPDATE chat_conversation SET {head} = $2
            WHERE id = $1 AND {head} = $2 - 1 AND state <> 'ended' AND NOT EXISTS (
                SELECT 1 FROM chat_event WHERE conversation_id = $1 AND sender = $4 AND client_id = $6)
            RETURNING 1)
        INSERT INTO chat_event
            (conversation_id, seq, line, sender, staff_id, client_id, kind, at, nonce, ciphertext)
        SELECT $1, $2::int4, $3::int2, $4::int2, $5::int8, $6::varchar, $7::int2, $8::timestamptz, $9::bytea, $10::bytea
            FROM moved RETURNING 1""".encode()  # noqa: S608 - one of two column names of ours


APPEND = (_append("head"), _append("aside_head"))
EXAMINE = b"""
    SELECT c.state, c.head, c.aside_head, e.line, e.seq, e.sender, e.kind, e.at, e.nonce, e.ciphertext
    FROM chat_conversation c
    LEFT JOIN chat_event e ON e.conversation_id = c.id AND e.sender = $2 AND e.client_id = $3
    WHERE c.id = $1"""
READ = b"""
    SELECT number, seq, sender, staff_id, client_id, kind, at, nonce, ciphertext
    FROM unnest($1::uuid[], $2::int2[], $3::int4[], $4::int4[]) WITH ORDINALITY
        AS wanted (conversation_id, line, after, most, number)
    CROSS JOIN LATERAL (
        SELECT seq, sender, staff_id, client_id, kind, at, nonce, ciphertext FROM chat_event
        WHERE conversation_id = wanted.conversation_id AND line = wanted.line AND seq > wanted.after
        ORDER BY seq LIMIT wanted.most) AS entry
    ORDER BY number, seq"""
SNAPSHOTS = f"SELECT {', '.join(SNAPSHOT_FIELDS)} FROM chat_conversation WHERE id = ANY($1)".encode()  # noqa: S608
REDEEM = b"INSERT INTO chat_usedticket (id, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1"
#: rows of many conversations at once, locked in the order in which messages lock theirs
MARKS = b"""
    WITH told AS MATERIALIZED (
        SELECT * FROM unnest($1::uuid[], $2::int4[], $3::int4[], $4::int4[], $5::int4[])
            AS told (id, visitor_delivered, visitor_read, staff_delivered, staff_read)
    ), held AS MATERIALIZED (
        SELECT id FROM chat_conversation WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE)
    UPDATE chat_conversation AS it SET
        visitor_delivered = LEAST(GREATEST(it.visitor_delivered, told.visitor_delivered), it.head),
        visitor_read = LEAST(GREATEST(it.visitor_read, told.visitor_read), it.head),
        staff_delivered = LEAST(GREATEST(it.staff_delivered, told.staff_delivered), it.head),
        staff_read = LEAST(GREATEST(it.staff_read, told.staff_read), it.head)
    FROM told JOIN held USING (id) WHERE it.id = told.id"""
TOUCH = b"""
    WITH held AS MATERIALIZED (
        SELECT id FROM chat_conversation WHERE id = ANY($1::uuid[]) AND visitor_seen_at < $2
        ORDER BY id FOR NO KEY UPDATE)
    UPDATE chat_conversation AS it SET visitor_seen_at = $2
    FROM held WHERE it.id = held.id AND it.visitor_seen_at < $2"""
