/**
 * The command palette: search everything from anywhere (Ctrl K or /).
 *
 *   <dialog id="palette" data-island="dialog palette" data-url="/search/">
 *     <input role="combobox" aria-controls="results"> <div id="results" role="listbox"></div>
 *     <p role="status" data-empty data-error data-hint data-busy></p>
 *     <template data-recent>…</template> <template data-recent-row>…</template>
 *   </dialog>
 *
 * GET <data-url>?q=… answers a fragment: per source `<div role="group" aria-labelledby="…">` with a
 * `<p class="palette-group">` and rows `<a role="option" href="…">`; ids of rows are given here. A row with
 * `data-goes-on` puts that into the box instead of leading somewhere. Without a query the fragment holds what
 * there is to do and where to go; the pages opened lately in this tab stand above it.
 */
import type { Island } from "../island.ts";
import { note, opened } from "../recent.ts";

const debounce = 150;

export const palette: Island<HTMLDialogElement> = (element) => {
  const input = element.querySelector<HTMLInputElement>("[role=combobox]");
  const results = element.querySelector<HTMLElement>("[role=listbox]");
  const status = element.querySelector<HTMLElement>("[role=status]");
  const group = element.querySelector<HTMLTemplateElement>("[data-recent]");
  const row = element.querySelector<HTMLTemplateElement>("[data-recent-row]");
  if (!input || !results || !status || !group || !row) return;
  note();

  let timer = 0;
  let request = new AbortController();
  // What is shown answers an older question while this is true; Enter then waits for the answer to the new one.
  let waiting = false;
  let enter = false;

  const options = () => [...results.querySelectorAll<HTMLAnchorElement>("[role=option]")];
  const say = (what: "empty" | "error" | "hint" | "busy" | "") => {
    status.textContent = what ? (status.dataset[what] ?? "") : "";
  };

  const choose = (option: HTMLElement | undefined) => {
    for (const other of options()) other.setAttribute("aria-selected", String(other === option));
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };

  const settle = () => {
    options().forEach((option, position) => {
      option.id = `palette-option-${position}`;
      option.tabIndex = -1;
    });
    input.setAttribute("aria-expanded", String(options().length > 0));
    choose(options()[0]);
  };

  const recentGroup = (): DocumentFragment | null => {
    const pages = opened().filter(({ href }) => href !== location.pathname);
    if (!pages.length) return null;
    const shown = group.content.cloneNode(true) as DocumentFragment;
    for (const { href, text, icon, at } of pages) {
      const line = row.content.cloneNode(true) as DocumentFragment;
      const link = line.querySelector("a");
      link?.setAttribute("href", href);
      link?.querySelector("use")?.setAttribute("href", icon);
      link?.querySelector("span")?.append(text);
      link?.querySelector("small")?.append(at);
      shown.querySelector("div")?.append(line);
    }
    return shown;
  };

  const search = async (query: string) => {
    request.abort();
    const asking = new AbortController();
    request = asking;
    const busy = window.setTimeout(() => say("busy"), 300);
    try {
      const address = new URL(element.dataset.url ?? "/search/", location.href);
      address.searchParams.set("q", query);
      const answer = await fetch(address, {
        headers: { "HX-Request": "true" },
        signal: asking.signal,
      });
      if (!answer.ok) throw new Error(`search answered ${answer.status}`);
      results.innerHTML = await answer.text();
      const recent = query ? null : recentGroup();
      if (recent) results.prepend(recent);
      settle();
      say(options().length ? "" : query ? "empty" : "hint");
      waiting = false;
      if (enter) options()[0]?.click();
      enter = false;
    } catch (error) {
      if (asking.signal.aborted && error instanceof DOMException) return;
      results.replaceChildren();
      settle();
      say("error");
      waiting = enter = false;
    } finally {
      clearTimeout(busy);
    }
  };

  element.addEventListener("dialog:open", () => {
    input.value = "";
    input.focus();
    void search("");
  });
  element.addEventListener("close", () => {
    clearTimeout(timer);
    request.abort();
    waiting = enter = false;
  });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    waiting = true;
    enter = false;
    choose(undefined);
    timer = window.setTimeout(() => void search(input.value.trim()), debounce);
  });
  input.addEventListener("keydown", (event) => {
    const all = options();
    const here = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && all.length && !waiting) {
      event.preventDefault();
      choose(all[(here + step + all.length) % all.length]);
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      if (waiting) enter = true;
      else all[here]?.click();
    } else if (event.key === "Escape") {
      event.preventDefault(); // a search field would only empty itself
      element.close();
    }
  });
  results.addEventListener("click", (event) => {
    const option = (event.target as Element).closest<HTMLAnchorElement>("[role=option]");
    if (!option) return;
    const goesOn = option.dataset.goesOn;
    if (!goesOn) return element.close();
    event.preventDefault();
    input.value = goesOn;
    input.focus();
    void search(goesOn.trim());
  });
};
