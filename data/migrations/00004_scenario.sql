-- +goose Up
-- What-if scenarios by name, in the order in which they were first saved. edits: JSON {"edits": […]}. base: fingerprint
-- of the town when it was saved. The table's name is one that no saved layer can have taken.
CREATE TABLE lifecircle_scenario (
  seq INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  name TEXT NOT NULL UNIQUE,
  edits TEXT NOT NULL,
  base TEXT NOT NULL
);
