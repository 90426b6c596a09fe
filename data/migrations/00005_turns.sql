-- +goose Up
-- Turn rules for cars, which belong to the streets. path: the nodes a car passes, as a JSON list; via_ways: the ways
-- between, as a JSON list, empty where the rule is about one node.
CREATE TABLE turns (
  seq INTEGER PRIMARY KEY NOT NULL,
  relation INTEGER NOT NULL,
  kind TEXT NOT NULL,
  from_way INTEGER NOT NULL,
  via_ways TEXT NOT NULL,
  to_way INTEGER NOT NULL,
  path TEXT NOT NULL
);
