-- One row is one finished piece of work; its key is the hash of all that determines the result.
CREATE TABLE work (
  key BLOB PRIMARY KEY,
  stage TEXT NOT NULL,
  subject TEXT NOT NULL,
  result TEXT NOT NULL,
  finished TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
);
