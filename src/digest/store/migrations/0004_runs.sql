-- One row is one run; `report` is the JSON of its report, NULL until it has ended.
CREATE TABLE run (
  id TEXT PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  pid INTEGER NOT NULL,
  host TEXT NOT NULL,
  started TEXT NOT NULL,
  ended TEXT,
  exit_code INTEGER,
  report TEXT
);

-- What is true of the file as a whole: whose it is (S08), and when it was restored (S09).
CREATE TABLE fact (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

-- An edition as it was frozen: all documents are made of it, now and later.
CREATE TABLE edition (
  edition TEXT NOT NULL,
  day TEXT NOT NULL,
  digest BLOB NOT NULL,
  read TEXT NOT NULL,
  PRIMARY KEY (edition, day)
);

CREATE INDEX work_finished ON work (finished);
