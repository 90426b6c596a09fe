/** A field that finds things by their names, in the manner of the ARIA practices: arrows choose, Enter takes. */
import { useSignal } from "@preact/signals";
import { find, type Entry } from "../analysis/search";
import { t } from "../words/language";

const LIMIT = 8;

export interface ComboboxProps {
  /** Begins the ids of its parts on the page. */
  id: string;
  label: string;
  entries: readonly Entry[];
  /** What tells an entry from others of the same name. */
  note: (entry: Entry) => string;
  onChoose: (entry: Entry) => void;
  /** The name chosen stays in the field; otherwise it is empty again, for the next one. */
  keeps?: boolean;
  /** The first entries are offered before anything is typed. */
  offers?: boolean;
}

export function Combobox({ id, label, entries, note, onChoose, keeps, offers }: ComboboxProps) {
  const text = useSignal("");
  const active = useSignal(0);
  const open = useSignal(false);
  const typed = text.value.trim() !== "";
  const found = typed ? find(entries, text.value, LIMIT) : offers ? entries.slice(0, LIMIT) : [];
  const shown = open.value && (typed || found.length > 0);

  const choose = (entry: Entry | undefined) => {
    if (!entry) return;
    open.value = false;
    text.value = keeps ? entry.name : "";
    active.value = 0;
    onChoose(entry);
  };
  const key = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") {
      active.value = open.value ? Math.min(active.value + 1, found.length - 1) : 0;
      open.value = true;
    } else if (event.key === "ArrowUp") active.value = Math.max(active.value - 1, 0);
    else if (event.key === "Enter") choose(shown ? found[active.value] : undefined);
    else if (event.key === "Escape") open.value = false;
    else return;
    event.preventDefault();
  };

  return (
    <>
      <input
        type="text"
        role="combobox"
        autocomplete="off"
        aria-expanded={shown}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={shown && found.length ? `${id}-${active.value}` : undefined}
        aria-label={label}
        placeholder={label}
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
          active.value = 0;
          open.value = true;
        }}
        onKeyDown={key}
        onFocus={() => (open.value = true)}
        onBlur={() => (open.value = false)}
      />
      <ul id={`${id}-list`} class="search-list" role="listbox" aria-label={label} hidden={!shown || found.length === 0}>
        {found.map((entry, i) => (
          <li
            key={`${entry.kind} ${entry.id}`}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === active.value}
            // Before the blur of the field closes the list.
            onMouseDown={(event) => {
              event.preventDefault();
              choose(entry);
            }}
          >
            <span class="search-name">{entry.name}</span>
            <span class="search-note">{note(entry)}</span>
          </li>
        ))}
      </ul>
      {shown && found.length === 0 && <div class="search-list search-none">{t("bar.searchNone", { text: text.value })}</div>}
      <span class="off-screen" role="status">
        {shown && found.length > 0 ? t("bar.searchCount", { n: found.length }) : ""}
      </span>
    </>
  );
}
