-- What is made once for this file and never shown: the key of Message-IDs and tokens.
CREATE TABLE secret (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
);

-- Who gets an edition. Nobody is deleted: who left must stay out when a list is imported again.
CREATE TABLE subscriber (
  edition TEXT NOT NULL,
  address_key TEXT NOT NULL,
  address TEXT NOT NULL,
  name TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'suspended', 'left')),
  reason TEXT NOT NULL DEFAULT '',
  changed REAL NOT NULL,
  PRIMARY KEY (edition, address_key)
);
CREATE INDEX subscriber_address ON subscriber (address_key);

-- An edition of a day as it is mailed, byte for byte: the header fields that all copies share, and
-- the body. Moments are seconds since 1970, UTC.
CREATE TABLE issue (
  id INTEGER PRIMARY KEY,
  edition TEXT NOT NULL,
  day TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'frozen' CHECK (status IN ('frozen', 'done')),
  frozen REAL NOT NULL,
  deliver_until REAL NOT NULL,
  envelope TEXT NOT NULL,
  content BLOB NOT NULL,
  sha256 BLOB NOT NULL,
  UNIQUE (edition, day)
);

-- An article is in one issue of an edition.
CREATE TABLE issue_item (
  edition TEXT NOT NULL,
  article TEXT NOT NULL,
  issue INTEGER NOT NULL REFERENCES issue (id),
  position INTEGER NOT NULL,
  PRIMARY KEY (edition, article)
) WITHOUT ROWID;

-- One row is one copy; `head` are the header fields that no other copy has. `doubts` counts the
-- dots without a reply that nobody has settled yet.
CREATE TABLE delivery (
  id INTEGER PRIMARY KEY,
  issue INTEGER NOT NULL REFERENCES issue (id),
  address_key TEXT NOT NULL,
  address TEXT NOT NULL,
  message_id TEXT NOT NULL UNIQUE,
  head BLOB NOT NULL,
  state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN (
    'pending', 'handing', 'sent', 'deferred', 'refused', 'uncertain', 'skipped', 'expired', 'held')),
  attempts INTEGER NOT NULL DEFAULT 0,
  doubts INTEGER NOT NULL DEFAULT 0,
  retries INTEGER NOT NULL DEFAULT 0,
  next_try REAL NOT NULL DEFAULT 0,
  phase TEXT NOT NULL DEFAULT '',
  code INTEGER NOT NULL DEFAULT 0,
  enhanced TEXT NOT NULL DEFAULT '',
  text TEXT NOT NULL DEFAULT '',
  run TEXT NOT NULL DEFAULT '',
  updated REAL NOT NULL,
  UNIQUE (issue, address_key)
);
CREATE INDEX delivery_state ON delivery (state, issue);
CREATE INDEX delivery_address ON delivery (address_key);

-- What happened to a copy, step by step: the evidence. Rows are added, never changed.
CREATE TABLE attempt (
  id INTEGER PRIMARY KEY,
  delivery INTEGER NOT NULL REFERENCES delivery (id),
  moment REAL NOT NULL,
  run TEXT NOT NULL,
  state TEXT NOT NULL,
  phase TEXT NOT NULL,
  code INTEGER NOT NULL,
  enhanced TEXT NOT NULL,
  text TEXT NOT NULL
);
CREATE INDEX attempt_delivery ON attempt (delivery);
CREATE TRIGGER attempt_is_evidence BEFORE UPDATE ON attempt
BEGIN
  SELECT RAISE(ABORT, 'an attempt is evidence and is never changed');
END;
