-- +goose Up
-- What an analysis computed and would have to compute again, under a key that names all it was computed from; in parts,
-- so that none is held in memory twice. Any of it may be deleted at any time. The table's name is one that no saved
-- layer can have taken.
CREATE TABLE lifecircle_prepared (
  seq INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  key TEXT NOT NULL,
  part INTEGER NOT NULL,
  content BLOB NOT NULL,
  UNIQUE (key, part)
);
