/**
 * Services fall into families, and a family has a sign and a colour. Colours help; the sign alone is enough.
 * Signs are strokes on a grid of 16, drawn by the same path on the page and on the canvas of the map.
 */
export interface Family {
  name: readonly [zh: string, en: string];
  colour: string;
  sign: string;
}

const elder: Family = {
  name: ["养老", "Older people"],
  colour: "#8a4b8f",
  sign: "M7 2.6a1.5 1.5 0 1 0 .01 0M7.2 6.2 6 9.6l2 1.6.4 3M6 9.4 4.6 14M7.4 7l2.2 1.6h1.6M12 8v6",
};
const health: Family = { name: ["医疗", "Health"], colour: "#b3273f", sign: "M8 3v10M3 8h10" };
const child: Family = {
  name: ["托幼教育", "Children and schools"],
  colour: "#a8641a",
  sign: "M8 2.6 14 5.4 8 8.2 2 5.4ZM4.4 6.8v3.8c2 1.8 5.2 1.8 7.2 0V6.8M14 5.6v4.2",
};
const community: Family = {
  name: ["社区服务", "Community"],
  colour: "#2d5f8b",
  sign: "M2.4 8 8 3l5.6 5M4 7v6.4h8V7M6.8 13.2V9.8h2.4v3.4",
};
const sport: Family = { name: ["体育", "Sport"], colour: "#3c7a3a", sign: "M5 8h6M5 4.6v6.8M11 4.6v6.8M3 6.2v3.6M13 6.2v3.6" };
const culture: Family = {
  name: ["文化", "Culture"],
  colour: "#6b5b1e",
  sign: "M8 4.6C6.6 3.4 4.6 3 2.6 3.2v8.6c2-.2 4 .2 5.4 1.4 1.4-1.2 3.4-1.6 5.4-1.4V3.2C11.4 3 9.4 3.4 8 4.6ZM8 4.6v8.4",
};
const commerce: Family = {
  name: ["商业便民", "Shops and daily needs"],
  colour: "#9c4221",
  sign: "M2 3h1.8l1.6 7h6.8l1.4-5H4.4M6.2 12.6v.6M11.4 12.6v.6",
};
const safety: Family = {
  name: ["安全与治理", "Safety and governance"],
  colour: "#4a5568",
  sign: "M8 2.4 13 4.2v3.6c0 3-2 5-5 6-3-1-5-3-5-6V4.2Z",
};
const transit: Family = {
  name: ["公共交通", "Public transport"],
  colour: "#34547a",
  sign: "M4 3h8v8.2H4ZM4 7.4h8M5 11.2v1.8M11 11.2v1.8M6 9.4h.4M9.6 9.4h.4",
};
const other: Family = { name: ["其他", "Other"], colour: "#4f5d66", sign: "M8 3.4 12.6 8 8 12.6 3.4 8Z" };

/** In the order in which the chooser lists them. */
export const FAMILIES: readonly Family[] = [elder, health, child, community, sport, culture, commerce, transit, safety, other];

const BY_CODE: Record<string, Family> = {
  elder_station: elder, elder_meal: elder, elder_center: elder, elder_homecare: elder, elder_home: elder, care_consortium: elder,
  clinic: health, clinic_station: health, hospital: health, community_hospital: health, pharmacy: health, rehab_mental: health, disability: health,
  childcare: child, kindergarten: child, school_primary: child, school_secondary: child, after_school: child,
  child_home: child, child_protect: child, child_protect_inst: child, community_school: child,
  community_center: community, subdistrict_center: community, convenience_hall: community, complex: community, area_center: community,
  lounge: community, volunteer_station: community, civil_station: community, social_work: community, assist_station: community,
  employment: community, legal: community, gov_kiosk: community, village_hall: community,
  fitness_outdoor: sport, fitness_center: sport, sports_court: sport, greenway: sport, sports_park: sport,
  culture_center: culture, culture_room: culture, library: culture,
  market: commerce, supermarket: commerce, convenience: commerce, express: commerce, postal: commerce, recycling: commerce, bank: commerce,
  bus_stop: transit, rail_station: transit,
  shelter: safety, fire_micro: safety, police_room: safety, governance_center: safety,
};

/** The family of a service code; services of tomorrow fall under "other". */
export function familyOf(code: string): Family {
  return BY_CODE[code] ?? other;
}
