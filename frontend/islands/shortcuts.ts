/**
 * Keys that work on every page:  Ctrl K and / search,  ? the list of keys,  H what the handbook says about the page,
 * J/K rows,  X selects a row.
 *
 * Rows are the children of the first [data-rows] (a <tbody>, a list). J and K put the focus on the
 * row's first link, so Enter opens it. Single letters do nothing while someone writes.
 */
import { openDialog } from "./dialog.ts";

function writing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button])"))
  );
}

function moveRow(step: 1 | -1): void {
  const rows = [...(document.querySelector("[data-rows]")?.children ?? [])];
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[here < 0 ? (step > 0 ? 0 : rows.length - 1) : here + step];
  next?.querySelector<HTMLElement>("a[href], button")?.focus();
}

function selectRow(): void {
  const row = document.activeElement?.closest("[data-rows] > *");
  row?.querySelector<HTMLElement>("[data-select]")?.click();
}

/** What the handbook says about this page, where it says something. */
function openHelp(): void {
  document.querySelector<HTMLElement>("[data-help]")?.click();
}

const letters: Record<string, () => void> = {
  "/": () => openDialog("palette"),
  "?": () => openDialog("shortcuts"),
  h: openHelp,
  j: () => moveRow(1),
  k: () => moveRow(-1),
  x: selectRow,
};

export function listenForShortcuts(): void {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented || event.altKey) return;
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && key === "k") {
      event.preventDefault();
      openDialog("palette");
      return;
    }
    const act = letters[key];
    if (!act || event.ctrlKey || event.metaKey || writing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    event.preventDefault();
    act();
  });
}
