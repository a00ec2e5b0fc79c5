-- The token of a copy, which its envelope may carry (VERP): the 20 hex digits before the @ of its
-- Message-ID. Bounces are known by it.
CREATE INDEX delivery_token ON delivery (substr(message_id, instr(message_id, '@') - 20, 20));
