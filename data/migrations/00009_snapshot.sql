-- +goose Up
-- Dated results, in the order in which they were first saved. document: packed. sha256: of the document, in hex. A frozen
-- one is neither overwritten nor deleted. The table's name is one that no saved layer can have taken.
CREATE TABLE lifecircle_snapshot (
  seq INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  name TEXT NOT NULL UNIQUE,
  date TEXT NOT NULL,
  frozen BOOLEAN NOT NULL,
  document BLOB NOT NULL,
  sha256 TEXT NOT NULL
);
