-- +goose Up
-- What plans ask for and no list had a place for. attributes: further columns of residential points, as a JSON object.
ALTER TABLE residential_point ADD COLUMN attributes TEXT;

-- Numbers that somebody reports for a year; area: id or name, '' for the whole. value: a decimal number, as it was reported.
-- The table's name is one that no saved layer can have taken.
CREATE TABLE lifecircle_reported (
  indicator TEXT NOT NULL,
  area TEXT NOT NULL,
  year INTEGER NOT NULL,
  value TEXT NOT NULL,
  unit TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (indicator, area, year)
);
