-- +goose Up
-- The town. The names of feature tables and their columns are what users see in desktop GIS.

-- One row per stretch of an OpenStreetMap way between two places where ways meet; part counts along the way.
-- foot, bicycle, motorcar: 0 closed, 1 forward, 2 backward, 3 both. nodes: varint differences of node ids.
CREATE TABLE street (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom LINESTRING,
  way_id INTEGER NOT NULL,
  part INTEGER NOT NULL,
  name TEXT NOT NULL,
  class TEXT NOT NULL,
  foot INTEGER NOT NULL,
  bicycle INTEGER NOT NULL,
  motorcar INTEGER NOT NULL,
  maxspeed_forward REAL NOT NULL,
  maxspeed_backward REAL NOT NULL,
  boardable BOOLEAN NOT NULL,
  nodes BLOB NOT NULL
);

CREATE TABLE barrier (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom LINESTRING,
  way_id INTEGER NOT NULL,
  kind TEXT NOT NULL
);

-- A number that its source does not give is NULL.
CREATE TABLE residential_point (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom POINT,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  population INTEGER,
  age0_2 INTEGER,
  age3_5 INTEGER,
  age6_11 INTEGER,
  age0_17 INTEGER,
  age60 INTEGER,
  age65 INTEGER,
  age80 INTEGER,
  working INTEGER,
  disabled INTEGER,
  households INTEGER,
  kind TEXT NOT NULL,
  setting TEXT NOT NULL,
  area TEXT NOT NULL,
  estimate BOOLEAN NOT NULL
);

-- serves: areas served without a visit, as a JSON list. attributes: every further column, as a JSON object.
CREATE TABLE facility (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom POINT,
  service TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  capacity REAL,
  capacity_unit TEXT NOT NULL,
  area_m2 REAL,
  opening_hours TEXT NOT NULL,
  opened TEXT NOT NULL,
  closed TEXT NOT NULL,
  address TEXT NOT NULL,
  serves TEXT,
  area TEXT NOT NULL,
  attributes TEXT,
  UNIQUE (service, id)
);

CREATE TABLE area (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom MULTIPOLYGON,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  level TEXT NOT NULL,
  parent TEXT NOT NULL,
  kind TEXT NOT NULL,
  setting TEXT NOT NULL,
  population INTEGER,
  registered_population INTEGER,
  households INTEGER,
  attributes TEXT
);

CREATE TABLE entrance (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom POINT,
  owner_kind TEXT NOT NULL,
  owner_id TEXT NOT NULL
);

INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES
  ('street', 'features', 'street', 'street segments', 4326),
  ('barrier', 'features', 'barrier', 'lines that no access leg may cross', 4326),
  ('residential_point', 'features', 'residential_point', 'places where people live', 4326),
  ('facility', 'features', 'facility', 'places where a service is given', 4326),
  ('area', 'features', 'area', 'administrative units', 4326),
  ('entrance', 'features', 'entrance', 'doors of facilities and residential points', 4326);

INSERT INTO gpkg_geometry_columns VALUES
  ('street', 'geom', 'LINESTRING', 4326, 0, 0),
  ('barrier', 'geom', 'LINESTRING', 4326, 0, 0),
  ('residential_point', 'geom', 'POINT', 4326, 0, 0),
  ('facility', 'geom', 'POINT', 4326, 0, 0),
  ('area', 'geom', 'MULTIPOLYGON', 4326, 0, 0),
  ('entrance', 'geom', 'POINT', 4326, 0, 0);

-- What is no feature.

CREATE TABLE workspace (
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
);

CREATE TABLE node_stop (
  node INTEGER PRIMARY KEY NOT NULL,
  foot BOOLEAN NOT NULL,
  bicycle BOOLEAN NOT NULL,
  motorcar BOOLEAN NOT NULL
);

CREATE TABLE facility_list (
  service TEXT PRIMARY KEY NOT NULL,
  incomplete BOOLEAN NOT NULL
);

CREATE TABLE extent (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  source TEXT NOT NULL,
  shape BLOB NOT NULL
);

-- The files that make up the town, in the order of their import.
CREATE TABLE source (
  seq INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  kind TEXT NOT NULL,
  service TEXT NOT NULL,
  file TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  data_date TEXT NOT NULL,
  datum TEXT NOT NULL,
  options TEXT NOT NULL
);
-- Registered, so that desktop GIS lists this table and none of the other plain ones.
INSERT INTO gpkg_contents (table_name, data_type, identifier, description)
  VALUES ('source', 'attributes', 'source', 'files that make up the town');

CREATE TABLE import_report (
  seq INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  kind TEXT NOT NULL,
  file TEXT NOT NULL,
  report TEXT NOT NULL
);

-- Results saved by name: how to read their tables back. columns: JSON list of {name, type}.
CREATE TABLE saved_layer (
  name TEXT PRIMARY KEY NOT NULL,
  columns TEXT NOT NULL,
  foreign_members TEXT,
  manifest TEXT
);

CREATE TABLE job (
  id TEXT PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  done INTEGER NOT NULL,
  total INTEGER NOT NULL,
  error TEXT NOT NULL,
  report TEXT
);
