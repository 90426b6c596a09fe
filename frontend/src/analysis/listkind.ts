/** What a list seems to hold, told from the titles of its columns before it is sent. Unsure means no opinion. */

/** Titles that only lists of people have, and such as only lists of facilities have, folded. */
const PEOPLE = new Set(["population", "pop", "people", "常住人口", "常住人口数", "人口", "人口数", "总人口", "居住人口"]);
const FACILITIES = new Set([
  ...["service", "service_code", "service_type", "设施代号", "服务代码", "服务类型代码", "设施类型代码", "设施类型"],
  ...["status", "state", "状态", "运营状态", "运行状态", "营业状态", "设施状态", "使用状态"],
]);

/** Bytes of a file that are looked at; a first line that is longer is no heading. */
export const HEAD_BYTES = 16_384;

/** The first line of a text in UTF-8, or null: other encodings, spreadsheets and binary files are the server's to read. */
export function firstLine(head: Uint8Array): string | null {
  const end = head.indexOf(0x0a);
  if (end === -1 && head.length >= HEAD_BYTES) return null;
  try {
    const line = new TextDecoder("utf-8", { fatal: true }).decode(end === -1 ? head : head.subarray(0, end));
    return /[\u0000-\u0008\u000e-\u001f]/.test(line) ? null : line.trim();
  } catch {
    return null;
  }
}

/** The column that says how many people live somewhere, in a list without any column of facilities; else null. */
export function peopleColumn(line: string): string | null {
  const separator = [",", "\t", ";"].sort((a, b) => line.split(b).length - line.split(a).length)[0] ?? ",";
  const titles = line.split(separator).map((title) => title.trim().replace(/^"(.*)"$/, "$1").trim());
  if (titles.length < 2 || titles.some((title) => FACILITIES.has(title.toLowerCase()))) return null;
  return titles.find((title) => PEOPLE.has(title.toLowerCase())) ?? null;
}
