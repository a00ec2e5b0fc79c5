-- An edition whose stories can be searched. `stems` names the tables that stemmed their words.
CREATE TABLE searchable_edition (
  edition TEXT NOT NULL,
  day TEXT NOT NULL,
  name TEXT NOT NULL,
  language TEXT NOT NULL,
  stems TEXT NOT NULL,
  PRIMARY KEY (edition, day),
  FOREIGN KEY (edition, day) REFERENCES edition (edition, day) ON DELETE CASCADE
);

-- A story as it is shown where it is found. `words` has the stems of all of it.
CREATE TABLE searchable_story (
  id INTEGER PRIMARY KEY,
  edition TEXT NOT NULL,
  day TEXT NOT NULL,
  article TEXT NOT NULL,
  language TEXT NOT NULL,             -- of the edition: its reader's
  headline TEXT NOT NULL,
  points TEXT NOT NULL,
  source TEXT NOT NULL,
  url TEXT NOT NULL,
  FOREIGN KEY (edition, day) REFERENCES searchable_edition (edition, day) ON DELETE CASCADE
);
CREATE INDEX searchable_story_edition ON searchable_story (edition, day);

CREATE VIRTUAL TABLE searchable_words USING fts5 (
  headline, points, title, tokenize = 'unicode61 remove_diacritics 0'
);
CREATE TRIGGER searchable_story_gone AFTER DELETE ON searchable_story
BEGIN
  DELETE FROM searchable_words WHERE rowid = old.id;
END;

-- How far the stages of a run have come, a row a batch: what `digest serve` shows meanwhile.
CREATE TABLE progress (
  run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  stage TEXT NOT NULL,
  done INTEGER NOT NULL,
  total INTEGER NOT NULL,
  known INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  seconds REAL NOT NULL
);
CREATE INDEX progress_run ON progress (run);
