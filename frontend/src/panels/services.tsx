/** The chooser of services: those with data as chips, all of them on demand, by family. */
import { useSignal } from "@preact/signals";
import type { Service } from "../api/types";
import { FAMILIES, familyOf } from "../services/families";
import { go, view } from "../state/address";
import { services } from "../state/town";
import { named, t } from "../words/language";
import { Icon, ServiceSign } from "./icons";

/** As many chips as leave room for the answer and its details. */
const SHORT = 4;

export function Services() {
  const all = services.value.value?.items ?? [];
  const open = useSignal(false);
  const filter = useSignal("");
  const chosen = view.value.services;
  const short = shortList(all, chosen);
  const matching = all.filter((s) => `${s.name} ${s.name_zh} ${s.code}`.toLowerCase().includes(filter.value.trim().toLowerCase()));
  return (
    <fieldset class="field" aria-label={t("q.service")}>
      <div class="field-head">
        <h2>{t("q.service")}</h2>
        {all.length > short.length && (
          <button type="button" class="link more" aria-expanded={open.value} onClick={() => (open.value = !open.value)}>
            {open.value ? t("q.fewer") : t("q.more", { n: all.length })}
            <Icon name="chevron" size={12} />
          </button>
        )}
      </div>
      {open.value ? (
        <div class="chooser">
          <input
            type="search"
            class="text"
            placeholder={t("q.filter")}
            aria-label={t("q.filter")}
            value={filter.value}
            onInput={(event) => (filter.value = event.currentTarget.value)}
          />
          <div class="families" tabIndex={0} role="group" aria-label={t("q.service")}>
            {FAMILIES.map((family) => {
              const members = matching.filter((s) => familyOf(s.code) === family);
              if (members.length === 0) return null;
              return (
                <div key={family.name[1]}>
                  <h3>{named(...family.name)}</h3>
                  <Chips services={members} />
                </div>
              );
            })}
          </div>
        </div>
      ) : (
        <Chips services={short} />
      )}
      {chosen.length > 1 && <Need />}
    </fieldset>
  );
}

function Need() {
  return (
    <div class="need" role="group" aria-label={t("q.need")}>
      <span>{t("q.need")}</span>
      <div class="segments">
        {(["any", "all"] as const).map((need) => (
          <button key={need} type="button" aria-pressed={view.value.need === need} onClick={() => go({ need })}>
            {t(`q.${need}`)}
          </button>
        ))}
      </div>
    </div>
  );
}

function Chips({ services }: { services: readonly Service[] }) {
  return (
    <div class="chips">
      {services.map((service) => (
        <Chip key={service.code} service={service} />
      ))}
    </div>
  );
}

function Chip({ service }: { service: Service }) {
  const chosen = view.value.services;
  const on = chosen.includes(service.code);
  const toggle = () => {
    const rest = chosen.filter((code) => code !== service.code);
    // The last one stays: a question without a service has no answer.
    if (on && rest.length === 0) return;
    go({ services: on ? rest : [...chosen, service.code].sort(), spot: null });
  };
  const why = !service.imported ? t("q.noDataWhy") : service.incomplete ? t("q.incompleteWhy") : undefined;
  return (
    <span class={`chip ${on ? "on" : ""} ${service.imported ? "" : "no-data"}`} title={why}>
      <button
        type="button"
        class="chip-only"
        aria-pressed={on}
        disabled={!service.imported}
        onClick={() => (on && chosen.length === 1 ? undefined : on ? toggle() : go({ services: [service.code], spot: null }))}
      >
        <ServiceSign code={service.code} />
        {service.imported && service.incomplete && (
          <i class="incomplete" role="img" aria-label={t("q.incomplete")}>
            ?
          </i>
        )}
        <span class="chip-name">{named(service.name_zh, service.name)}</span>
        {!service.imported && <small>{t("q.noData")}</small>}
      </button>
      {service.imported && !on && (
        <button type="button" class="chip-add" aria-label={t("q.addService", { service: named(service.name_zh, service.name) })} title={t("q.addService", { service: named(service.name_zh, service.name) })} onClick={toggle}>
          <Icon name="plus" size={12} />
        </button>
      )}
    </span>
  );
}

/** What life circles are most often asked about, one of each family. */
const USUAL = ["elder_station", "clinic", "community_center", "kindergarten", "fitness_outdoor", "market"];

/** The chosen ones, filled up with the usual and then any others that have data. */
function shortList(all: readonly Service[], chosen: readonly string[]): Service[] {
  const rank = (s: Service) => (USUAL.includes(s.code) ? USUAL.indexOf(s.code) : USUAL.length);
  const withData = all.filter((s) => s.imported).sort((a, b) => rank(a) - rank(b));
  const short = (withData.length ? withData : all).slice(0, SHORT);
  const missing = all.filter((s) => chosen.includes(s.code) && !short.includes(s));
  return [...missing, ...short].slice(0, Math.max(SHORT, missing.length));
}
