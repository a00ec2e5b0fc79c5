-- One row is one source: what its server told us, and how it has fared. Times are UTC, ISO 8601.
CREATE TABLE source (
  name TEXT PRIMARY KEY,
  place TEXT NOT NULL,                -- as configured; another place under the name is another source
  moved TEXT NOT NULL DEFAULT '',     -- where a permanent redirect led last time
  moves INTEGER NOT NULL DEFAULT 0,   -- how many times in a row it led there
  etag TEXT NOT NULL DEFAULT '',
  modified TEXT NOT NULL DEFAULT '',
  content TEXT NOT NULL DEFAULT '',   -- hash of what it last sent
  cursor TEXT NOT NULL DEFAULT '',    -- IMAP: UIDVALIDITY:UID
  wait_until TEXT,
  failing_since TEXT,
  error TEXT NOT NULL DEFAULT '',
  gone TEXT,                          -- since when its server says that it is gone for good
  succeeded TEXT
);

-- One row is one article that a source has listed. It waits, with its text, for the edition that
-- takes it; `edition` then says which, and the text is dropped. Both are NULL for one that was too
-- old when the source was new.
CREATE TABLE item (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  identity TEXT NOT NULL,             -- GUID, path, UID: what the source calls it
  link TEXT NOT NULL,
  version TEXT NOT NULL,              -- of a file: its size and time
  title BLOB NOT NULL,                -- hash of the normalised title
  fingerprint BLOB NOT NULL,          -- hash of the normalised title and text
  sketch BLOB NOT NULL,               -- what tells an edited text from another one
  published TEXT,
  first_seen TEXT NOT NULL,
  article BLOB,
  edition TEXT
);

CREATE INDEX item_identity ON item (source, identity);
CREATE INDEX item_link ON item (source, link) WHERE link != '';
CREATE INDEX item_fingerprint ON item (fingerprint);
CREATE INDEX item_waiting ON item (source) WHERE article IS NOT NULL;
CREATE INDEX item_first_seen ON item (first_seen);
