/** What to do while land is drawn, over the map: the same by buttons as by the pointer and the keys. */
import { useEffect } from "preact/hooks";
import { middle } from "../map/camera";
import { view } from "../state/address";
import { addCorner, cancelDrawing, drawing, finishDrawing, takeCornerBack } from "../state/drawing";
import { t } from "../words/language";

/** The button of the panel that begins a drawing. */
export const DRAW_BUTTON = "draw-land";

export function DrawBar() {
  // The button that ended it goes with the bar: the focus returns to the one that began it.
  useEffect(() => () => document.getElementById(DRAW_BUTTON)?.focus({ preventScroll: true }), []);
  const { tab } = view.value;
  // Land belongs to the search for sites: who looks at something else does not draw any more.
  useEffect(() => {
    if (tab !== "sites") cancelDrawing();
  }, [tab]);
  const now = drawing.value;
  if (!now) return null;
  const n = now.corners.length;
  return (
    <div class="whatif">
      <div class="whatif-hint draw-bar" role="toolbar" aria-label={t(now.side === "not" ? "cd.drawNot" : "cd.drawOnly")}>
        <p>
          {t(now.side === "not" ? "cd.drawNot" : "cd.drawOnly")}
          <small>{t("cd.drawHow")}</small>
        </p>
        <span role="status">{t("cd.drawCorners", { n })}</span>
        <button type="button" class="button" onClick={() => addCorner(middle.peek().lon, middle.peek().lat)}>
          {t("cd.drawAdd")}
        </button>
        <button type="button" class="button" disabled={n === 0} onClick={takeCornerBack}>
          {t("cd.drawBack")}
        </button>
        <button type="button" class="button primary" disabled={n < 3} onClick={finishDrawing}>
          {t("cd.drawDone")}
        </button>
        <button type="button" class="button" onClick={cancelDrawing}>
          {t("cd.drawCancel")}
        </button>
      </div>
    </div>
  );
}
