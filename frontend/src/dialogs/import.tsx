/** The import dialog: what, which file, in which datum; then its report, or why it was refused. */
import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { firstLine, HEAD_BYTES, peopleColumn } from "../analysis/listkind";
import { againImport, cancelImport, importing, startImport, suggested } from "../state/importing";
import { openDialog } from "../state/notices";
import { services } from "../state/town";
import { view } from "../state/address";
import type { Job } from "../api/types";
import { named, t } from "../words/language";
import { ProblemNote } from "../panels/states";
import { Dialog } from "./dialog";
import { ReportView } from "./report";

const KINDS = ["streets", "facilities", "residents", "areas", "entrances", "attributes", "reported"] as const;
const OF = ["areas", "facilities", "residents"] as const;
const LEVELS = ["community", "town", "county", "city"] as const;
const DATUMS = [
  ["WGS 84", "wgs84"],
  ["i.datum.cgcs2000", "cgcs2000"],
  ["i.datum.gcj02", "gcj02"],
  ["i.datum.bd09", "bd09"],
] as const;
/** Three-degree Gauss-Krüger zones of CGCS2000, with and without the zone number in the easting. */
const EPSG = Array.from({ length: 42 }, (_, i) => 4513 + i);

type Kind = (typeof KINDS)[number];

export function ImportDialog() {
  const now = importing.value;
  return (
    <Dialog title={now.step === "report" ? t("i.report") : t("i.title")} wide={now.step === "report"}>
      {now.step === "form" && <Form />}
      {now.step === "sending" && <Waiting text={t("i.sending")} />}
      {now.step === "job" && <JobView job={now.job} />}
      {now.step === "refused" && (
        <>
          <ProblemNote problem={now.problem} title={t("i.refused")} />
          <Buttons />
        </>
      )}
      {now.step === "report" && (
        <>
          <ReportView report={now.report} />
          <Buttons />
        </>
      )}
    </Dialog>
  );
}

function Form() {
  const kind = useSignal<Kind | "">(KINDS.find((k) => k === suggested.peek()) ?? "");
  // It was of this once: another time nobody has said what to import.
  useEffect(() => {
    suggested.value = "";
  }, []);
  const form = useRef<HTMLFormElement>(null);
  const missing = useSignal<"" | "i.missingKind" | "i.missingFile">("");
  /** The column that makes a list of facilities look like one of residential points. */
  const suspect = useSignal<string | null>(null);
  const fromOSM = useSignal(false);
  const k = kind.value;
  const osmAllowed = k === "facilities" || k === "residents";

  const send = async (kind: Kind | "", sure: boolean) => {
    if (!form.current) return;
    const data = new FormData(form.current);
    const file = data.get("file");
    missing.value = kind === "" ? "i.missingKind" : !(file instanceof File) || file.name === "" ? "i.missingFile" : "";
    if (kind === "" || !(file instanceof File) || missing.value !== "") return;
    suspect.value = kind === "facilities" && !sure && !data.has("from_osm") ? await suspectIn(file) : null;
    if (suspect.value !== null) return;
    const text = (name: string) => String(data.get(name) ?? "");
    await startImport(
      kind,
      {
        service: text("service"),
        datum: text("datum"),
        encoding: text("encoding"),
        level: text("level"),
        population: text("population"),
        of: text("of"),
        replace: data.has("replace") || undefined,
        from_osm: data.has("from_osm") || undefined,
      },
      file,
    );
  };

  // Another kind or another file is another question.
  const choose = (chosen: Kind | "") => {
    kind.value = chosen;
    missing.value = "";
    suspect.value = null;
  };

  return (
    <form
      ref={form}
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void send(k, false);
      }}
      noValidate
    >
      <label>
        {t("i.kind")}
        <select name="kind" value={k} aria-invalid={missing.value === "i.missingKind"} onChange={(event) => choose(event.currentTarget.value as typeof k)}>
          <option value="" disabled>
            {t("i.choose")}
          </option>
          {KINDS.map((name) => (
            <option key={name} value={name}>
              {t(`i.kind.${name}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("i.file")}
        <input type="file" name="file" aria-invalid={missing.value === "i.missingFile"} onChange={() => choose(k)} />
      </label>
      {missing.value !== "" && (
        <p class="field-error" role="alert">
          {t(missing.value)}
        </p>
      )}
      {osmAllowed && (
        <label class="check-field">
          <input type="checkbox" name="from_osm" onChange={(event) => (fromOSM.value = event.currentTarget.checked)} />
          {t("i.fromOSM")}
        </label>
      )}
      {k === "facilities" && <ServiceField optional={fromOSM.value} />}
      {k === "areas" && (
        <label>
          {t("i.level")}
          <select name="level">
            <option value="">{t("i.levelColumn")}</option>
            {LEVELS.map((l) => (
              <option key={l} value={l}>
                {t(`level.${l}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      {k === "attributes" && (
        <label>
          {t("i.of")}
          <select name="of">
            {OF.map((of) => (
              <option key={of} value={of}>
                {t(`i.of.${of}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      {k === "residents" && fromOSM.value && (
        <label>
          {t("i.population")}
          <input type="number" name="population" min={1} />
        </label>
      )}
      {k !== "" && k !== "streets" && !(osmAllowed && fromOSM.value) && <PlaceFields placed={k !== "attributes" && k !== "reported"} />}
      {(k === "facilities" || k === "reported") && (
        <label class="check-field">
          <input type="checkbox" name="replace" />
          {t(k === "facilities" ? "i.replace" : "i.replaceReported")}
        </label>
      )}
      {suspect.value === null ? (
        <div class="buttons">
          <button type="submit" class="button primary">
            {t("i.go")}
          </button>
        </div>
      ) : (
        <div class="doubtful" role="alert">
          <p>{t("i.suspect", { column: suspect.value })}</p>
          <div class="buttons">
            <button type="button" class="button" onClick={() => void send("facilities", true)}>
              {t("i.asFacilities")}
            </button>
            <button type="button" class="button primary" onClick={() => choose("residents")}>
              {t("i.asResidents")}
            </button>
          </div>
        </div>
      )}
    </form>
  );
}

async function suspectIn(file: File): Promise<string | null> {
  const line = firstLine(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()));
  return line === null ? null : peopleColumn(line);
}

function ServiceField({ optional }: { optional: boolean }) {
  const all = services.value.value?.items ?? [];
  const first = optional ? "" : (view.value.services[0] ?? "");
  return (
    <label>
      {t("i.service")}
      <select name="service" defaultValue={first}>
        <option value="">{t("i.serviceColumn")}</option>
        {all.map((s) => (
          <option key={s.code} value={s.code} selected={s.code === first}>
            {named(s.name_zh, s.name)} ({s.code})
          </option>
        ))}
      </select>
    </label>
  );
}

/** @param placed its rows have positions, of which the datum must be known. */
function PlaceFields({ placed }: { placed: boolean }) {
  return (
    <div class="two">
      {placed && (
        <label>
          {t("i.datum")}
          <select name="datum">
            {DATUMS.map(([name, value]) => (
              <option key={value} value={value}>
                {name === "WGS 84" ? name : t(name)}
              </option>
            ))}
            {EPSG.map((code) => (
              <option key={code} value={`EPSG:${code}`}>
                EPSG:{code}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        {t("i.encoding")}
        <select name="encoding">
          <option value="">{t("i.encodingAuto")}</option>
          <option value="utf-8">UTF-8</option>
          <option value="gb18030">GB18030 (GBK)</option>
        </select>
      </label>
    </div>
  );
}

function Waiting({ text, share }: { text: string; share?: number }) {
  return (
    <div class="waiting">
      <p role="status">{text}</p>
      <progress value={share} max={1} aria-label={text} />
      <div class="buttons">
        <button type="button" class="button" onClick={cancelImport}>
          {t("a.cancel")}
        </button>
      </div>
    </div>
  );
}

function JobView({ job }: { job: Job }) {
  if (job.state === "queued" || job.state === "running") {
    const share = job.total > 0 ? job.done / job.total : undefined;
    const percent = share === undefined ? "" : ` ${Math.floor(share * 100)}%`;
    return share === undefined ? <Waiting text={t(`job.${job.state}`)} /> : <Waiting text={t(`job.${job.state}`) + percent} share={share} />;
  }
  return (
    <>
      <p role="status">
        {t(`job.${job.state}`)}
        {job.error ? `: ${job.error}` : ""}
      </p>
      <Buttons />
    </>
  );
}

function Buttons() {
  return (
    <div class="buttons">
      <button type="button" class="button" onClick={againImport}>
        {t("i.again")}
      </button>
      <button
        type="button"
        class="button primary"
        onClick={() => {
          againImport();
          openDialog.value = null;
        }}
      >
        {t("i.done")}
      </button>
    </div>
  );
}
