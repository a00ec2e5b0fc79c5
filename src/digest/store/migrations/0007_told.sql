-- A row is a text that an edition has had: a further source may list it, for other editions.
CREATE TABLE told (
  edition TEXT NOT NULL,
  fingerprint BLOB NOT NULL,
  day TEXT NOT NULL,
  PRIMARY KEY (edition, fingerprint)
) WITHOUT ROWID;

-- Until now, what one edition had had was no news to any.
INSERT OR IGNORE INTO told
SELECT known.edition, item.fingerprint, item.edition
FROM item, (SELECT DISTINCT edition FROM edition) AS known
WHERE item.edition IS NOT NULL;
