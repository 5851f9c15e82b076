/**
 * The keys of the page in the list of keys, when it opens.
 *
 *   <dialog id="shortcuts"><dl class="shortcut-list" data-island="page-keys">…</dl></dialog>
 *
 * Named are the elements with `data-key`, by what they say; their own <kbd> is left out.
 */
import type { Island } from "../island.ts";

/** What an element is called: its label, its first words, or what they say to a screen reader. */
function called(element: HTMLElement): string {
  const label = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element.labels?.[0] : null;
  const copy = (label ?? element).cloneNode(true) as HTMLElement;
  for (const key of copy.querySelectorAll("kbd, svg, input, textarea")) key.remove();
  return element.getAttribute("aria-label") ?? copy.textContent?.replace(/\s+/g, " ").trim() ?? "";
}

function line(key: string, text: string): HTMLElement {
  const row = document.createElement("div");
  const term = document.createElement("dt");
  const cap = document.createElement("kbd");
  const said = document.createElement("dd");
  cap.append(key.toUpperCase());
  term.append(cap);
  said.append(text);
  row.append(term, said);
  row.dataset.pageKey = "";
  return row;
}

export const pageKeys: Island = (list) => {
  list.closest("dialog")?.addEventListener("dialog:open", () => {
    for (const old of list.querySelectorAll("[data-page-key]")) old.remove();
    for (const element of document.querySelectorAll<HTMLElement>("[data-key]")) {
      const text = called(element);
      if (text) list.append(line(element.dataset.key ?? "", text));
    }
  });
};
