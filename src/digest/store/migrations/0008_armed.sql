-- The boot in which a copy was about to be handed over, '' where it is not: what is committed then
-- without an fsync is lost by a new boot alone.
ALTER TABLE delivery ADD COLUMN armed TEXT NOT NULL DEFAULT '';
