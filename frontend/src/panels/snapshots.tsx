/** Dated records of results: keep this one, freeze or delete one, and two of them compared. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { SnapshotInfo } from "../api/plantypes";
import { view } from "../state/address";
import { notify } from "../state/notices";
import { drop, freeze, keep, pair, readSnapshots, snapshots, snapshotTrouble } from "../state/snapshots";
import { workspace } from "../state/town";
import { t } from "../words/language";
import { Icon } from "./icons";
import type { Result } from "./planlist";
import { SnapshotChanges } from "./snapshotchanges";
import { ProblemNote } from "./states";

export function Snapshots({ result }: { result: Result }) {
  useEffect(() => {
    void readSnapshots();
  }, []);
  const list = snapshots.value;
  return (
    <section class="plan-section snapshots" id="plan-snapshots" tabIndex={-1} aria-label={t("sn.title")}>
      <h3>{t("sn.title")}</h3>
      <p class="quiet">{t("sn.intro")}</p>
      <KeepForm result={result} />
      {snapshotTrouble.value && <ProblemNote problem={snapshotTrouble.value} title={t("sn.failed")} />}
      {list && list.length === 0 && <p class="quiet">{t("sn.none")}</p>}
      <ul class="snapshot-list">
        {(list ?? []).map((s) => (
          <Row key={s.name} snapshot={s} />
        ))}
      </ul>
      {list && list.length > 1 && <Compare list={list} />}
    </section>
  );
}

/** The day of a result: that it was asked for, or of the data, or today. */
function dayOf({ card }: Result): string {
  return card.as_of || workspace.peek().value?.data_date || new Date().toISOString().slice(0, 10);
}

function KeepForm({ result }: { result: Result }) {
  const name = useSignal("");
  const date = useSignal(dayOf(result));
  const busy = useSignal(false);
  const { asOf } = view.value;
  useEffect(() => {
    date.value = dayOf(result);
  }, [asOf, result.card.standard]);
  const submit = async () => {
    const wanted = name.value.trim();
    if (!wanted || busy.value) return;
    busy.value = true;
    if (await keep(wanted, date.value)) {
      name.value = "";
      notify(t("sn.kept", { name: wanted }));
    }
    busy.value = false;
  };
  return (
    <form
      class="keep-form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <input class="text" name="snapshot" maxLength={80} required aria-label={t("sn.name")} placeholder={t("sn.name")} value={name.value} onInput={(event) => (name.value = event.currentTarget.value)} />
      <input type="date" class="text" required aria-label={t("sn.date")} value={date.value} onInput={(event) => (date.value = event.currentTarget.value)} />
      <button type="submit" class="button" disabled={busy.value}>
        {t("sn.keep")}
      </button>
    </form>
  );
}

/** What can be done with one; what cannot be undone asks first. */
function Row({ snapshot: { name, date, frozen } }: { snapshot: SnapshotInfo }) {
  const asking = useSignal<"freeze" | "drop" | null>(null);
  const sure = async () => {
    const what = asking.value;
    asking.value = null;
    await (what === "freeze" ? freeze(name) : drop(name));
  };
  return (
    <li>
      <span class="saved-name">
        <strong>{name}</strong>
        <small>{date}</small>
        {frozen && <em class="plan-tag frozen">{t("sn.frozen")}</em>}
      </span>
      {!frozen && !asking.value && (
        <>
          <button type="button" class="link" aria-label={t("sn.freezeNamed", { name })} onClick={() => (asking.value = "freeze")}>
            {t("sn.freeze")}
          </button>
          <button type="button" class="icon-button" aria-label={t("sn.dropNamed", { name })} onClick={() => (asking.value = "drop")}>
            <Icon name="bin" size={14} />
          </button>
        </>
      )}
      {asking.value && (
        <p class="discard" role="alert">
          {t(asking.value === "freeze" ? "sn.freezeSure" : "sn.dropSure", { name })}
          <button type="button" class="link" ref={(button) => button?.focus()} onClick={() => void sure()}>
            {t(asking.value === "freeze" ? "sn.freezeYes" : "sn.dropYes")}
          </button>
          <button type="button" class="link" onClick={() => (asking.value = null)}>
            {t("sn.no")}
          </button>
        </p>
      )}
    </li>
  );
}

/** The earlier of two is compared with the later one, unless somebody wants it otherwise. */
function Compare({ list }: { list: readonly SnapshotInfo[] }) {
  const from = useSignal("");
  const to = useSignal("");
  const names = list.map((s) => s.name);
  const later = names.includes(to.value) ? to.value : (names[0] ?? "");
  const earlier = names.includes(from.value) && from.value !== later ? from.value : (names.find((n) => n !== later) ?? "");
  const choice = (label: string, value: string, other: string, change: (name: string) => void) => (
    <label>
      {label}
      <select
        value={value}
        onChange={(event) => {
          change(event.currentTarget.value);
          pair.value = null;
        }}
      >
        {list.filter((s) => s.name !== other).map((s) => (
          <option key={s.name} value={s.name}>{`${s.name} · ${s.date}`}</option>
        ))}
      </select>
    </label>
  );
  return (
    <div class="snapshot-compare">
      <h3>{t("sn.compare")}</h3>
      <div class="compare-choice">
        {choice(t("sn.from"), earlier, later, (name) => (from.value = name))}
        {choice(t("sn.to"), later, earlier, (name) => (to.value = name))}
        {!pair.value && (
          <button type="button" class="button" onClick={() => (pair.value = [earlier, later])}>
            {t("sn.compareGo")}
          </button>
        )}
      </div>
      {pair.value && <SnapshotChanges />}
    </div>
  );
}
