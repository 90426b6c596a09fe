import { expect, it } from "vitest";
import type { Edit } from "../api/scenariotypes";
import type { FacilityFeature } from "../api/types";
import { facilitiesAfter, freshId, isClosed } from "./edits";

function facility(service: string, id: string, status: "active" | "closed" | "planned" = "active"): FacilityFeature {
  return {
    type: "Feature",
    geometry: { type: "Point", coordinates: [119, 30] },
    properties: { service, id, name: id, status, capacity: 5, capacity_unit: "", area_m2: null, opening_hours: "", address: "1 Road", on_network: false },
  };
}

const base = [facility("clinic", "7"), facility("school", "7"), facility("clinic", "8", "planned")];

it("shows facilities as they would be, and leaves the list itself alone", () => {
  const edits: Edit[] = [
    { kind: "add_facility", service: "clinic", id: "new1", name: "<b>", at: [119.1, 30.1] },
    { kind: "move_facility", service: "clinic", id: "7", to: [119.2, 30.2] },
    { kind: "close_facility", service: "school", id: "7" },
    { kind: "reopen_facility", service: "clinic", id: "8" },
    { kind: "move_facility", service: "clinic", id: "new1", to: [119.3, 30.3] },
    { kind: "close_street", way_id: 7 },
    { kind: "close_facility", service: "clinic", id: "nobody" },
  ];
  const after = facilitiesAfter(base, edits);
  const told = after.map(({ geometry, properties: p }) => [p.service, p.id, p.status, ...geometry.coordinates, p.on_network]);
  expect(told).toEqual([
    ["clinic", "7", "active", 119.2, 30.2, true],
    ["school", "7", "closed", 119, 30, false],
    ["clinic", "8", "active", 119, 30, false],
    ["clinic", "new1", "active", 119.3, 30.3, true],
  ]);
  expect(after[0]!.properties.address).toBe("");
  expect(base[0]!.geometry.coordinates).toEqual([119, 30]);
  expect(facilitiesAfter(base, [])).toBe(base);
  expect(facilitiesAfter(base, [{ kind: "open_gate", node: 7 }])).toBe(base);
});

it("finds an id that nobody has in the service", () => {
  const edits: Edit[] = [{ kind: "add_facility", service: "clinic", id: "new2", at: [0, 0] }];
  expect(freshId("clinic", [...base, facility("clinic", "new1")], edits)).toBe("new3");
  expect(freshId("school", [...base, facility("clinic", "new1")], edits)).toBe("new1");
});

it("knows a segment that is closed by itself from one closed with its way", () => {
  const segment = { way_id: 5, from: 1, to: 2 };
  expect(isClosed(segment, [{ kind: "close_street", way_id: 5 }])).toBe(true);
  expect(isClosed(segment, [{ kind: "close_street", way_id: 5, from: 1, to: 2 }])).toBe(true);
  expect(isClosed(segment, [{ kind: "close_street", way_id: 5, from: 2, to: 1 }])).toBe(false);
  expect(isClosed(segment, [{ kind: "close_street", way_id: 6 }])).toBe(false);
});
