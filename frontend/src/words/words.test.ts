import { describe, expect, it } from "vitest";
import { WORDS, type Key } from "./table";
import { say } from "./words";

const keys = Object.keys(WORDS) as Key[];
const places = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort();

it("say of one thing that it is one", () => {
  expect(say("en", "du.facilities", { n: "1" })).toBe("facility");
  expect(say("en", "du.facilities", { n: "1,201" })).toBe("facilities");
  expect(say("en", "du.people", { n: 1 })).toBe("person");
  expect(say("zh", "du.facilities", { n: "1" })).toBe("处设施");
});

describe("the words", () => {
  it.each(keys)("%s is there in both languages, with the same places", (key) => {
    const [zh, en] = WORDS[key];
    expect(zh.trim()).not.toBe("");
    expect(en.trim()).not.toBe("");
    // A sentence may leave out a number that the other language needs for its grammar, but never invent one.
    if (!key.startsWith("a.sentence")) expect(places(en)).toEqual(places(zh));
  });

  it("keep to the glossary", () => {
    const chinese = keys.map((key) => WORDS[key][0]).join("\n");
    for (const wrong of ["截止", "阈值", "盲点", "集水区", "住宅点", "场景", "记分卡", "出行模式"]) expect(chinese).not.toContain(wrong);
    // Coverage of people is never a bare 覆盖率.
    for (const key of keys) expect(WORDS[key][0].replaceAll(/(人口|家庭户)覆盖率|覆盖率可能偏低/g, ""), key).not.toContain("覆盖率");
  });

  it("fill their places with text, and leave unknown ones standing", () => {
    expect(say("zh", "p.routeTo", { service: "<b>", name: "$1" })).toBe("最近的<b>：$1");
    expect(say("en", "q.minutesValue")).toBe("{n} min");
  });

  it("know one from many in English", () => {
    expect(say("en", "a.people", { n: "1" })).toBe("1 person");
    expect(say("en", "a.people", { n: "1,234" })).toBe("1,234 people");
    expect(say("zh", "a.people", { n: "1" })).toBe("1人");
  });
});
