/** What is shown, as files: plain links, so that the browser saves them as it saves everything. */
import { address, type Parameters } from "../api/client";
import { differenceAddress } from "../api/scenarios";
import { parameters } from "../state/answers";
import { play, playing } from "../state/play";
import { t } from "../words/language";
import { level } from "../state/town";
import { view } from "../state/address";
import { Dialog } from "./dialog";

const RESULTS = ["coverage", "times", "blind-spots"] as const;
const DATA = ["facilities", "residential-points", "areas"] as const;
/** Coverage without areas has no shapes, so it comes as tables only. */
const FORMATS: Record<(typeof RESULTS)[number] | (typeof DATA)[number], readonly string[]> = {
  coverage: ["csv", "xlsx"],
  times: ["csv", "xlsx", "geojson"],
  "blind-spots": ["geojson", "csv"],
  facilities: ["geojson", "csv", "xlsx"],
  "residential-points": ["geojson", "csv", "xlsx"],
  areas: ["geojson", "csv", "xlsx"],
};

export function ExportDialog() {
  const asked = parameters.value;
  const more: Record<string, Parameters> = {
    coverage: { ...asked, by: level.value },
    times: { ...asked },
    "blind-spots": { ...asked, as: "areas" },
    facilities: { service: view.value.services.join(",") },
    areas: { level: level.value },
  };
  return (
    <Dialog title={t("e.title")}>
      <p class="quiet">{t("e.note")}</p>
      {playing.value && <p class="remark">{t("w.presentOnly")}</p>}
      <ul class="exports">
        {[...(asked ? RESULTS : []), ...DATA].map((what) => (
          <li key={what}>
            <span>{t(`e.${what}`)}</span>
            <span class="formats">
              {FORMATS[what].map((format) => (
                <a key={format} class="button" href={address(`/exports/${what}.${format}`, more[what])} download aria-label={`${t(`e.${what}`)} ${format}`}>
                  {format === "geojson" ? "GeoJSON" : format.toUpperCase()}
                </a>
              ))}
            </span>
          </li>
        ))}
        {play.value && (
          <li>
            <span>{t("w.exportDifference")}</span>
            <span class="formats">
              <a class="button" href={differenceAddress(play.value.id)} download="difference.geojson" aria-label={`${t("w.exportDifference")} geojson`}>
                GeoJSON
              </a>
            </span>
          </li>
        )}
      </ul>
    </Dialog>
  );
}
