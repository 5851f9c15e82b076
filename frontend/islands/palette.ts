/**
 * The command palette: search everything from anywhere (Ctrl K or /).
 *
 *   <dialog id="palette" data-island="dialog palette" data-url="/search/">
 *     <input role="combobox" aria-controls="results"> <div id="results" role="listbox"></div>
 *     <p role="status" data-empty data-error data-hint data-busy></p>
 *     <template data-recent-heading>…</template>
 *   </dialog>
 *
 * GET <data-url>?q=… answers a fragment: per source `<div role="group" aria-label="…">` with a
 * `<p class="palette-group" aria-hidden="true">` and rows `<a role="option" href="…">`. Ids are given here.
 * What was opened last is remembered in this tab only: classroom machines are shared.
 */
import type { Island } from "../island.ts";

const debounce = 150;
const recentLimit = 8;
const recentKey = "palette-recent";

interface Recent {
  href: string;
  text: string;
}

function readRecent(): Recent[] {
  try {
    return JSON.parse(sessionStorage.getItem(recentKey) ?? "[]") as Recent[];
  } catch {
    return []; // another version's format, or storage is forbidden: the list is only a convenience
  }
}

export const palette: Island<HTMLDialogElement> = (element) => {
  const input = element.querySelector<HTMLInputElement>("[role=combobox]");
  const results = element.querySelector<HTMLElement>("[role=listbox]");
  const status = element.querySelector<HTMLElement>("[role=status]");
  const heading = element.querySelector<HTMLTemplateElement>("[data-recent-heading]");
  if (!input || !results || !status || !heading) return;

  let timer = 0;
  let request = new AbortController();

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

  const showRecent = () => {
    const recent = readRecent();
    results.replaceChildren();
    if (recent.length) results.append(heading.content.cloneNode(true));
    for (const { href, text } of recent) {
      const link = document.createElement("a");
      link.href = href;
      link.textContent = text;
      link.setAttribute("role", "option");
      results.append(link);
    }
    settle();
    say(recent.length ? "" : "hint");
  };

  const search = async (query: string) => {
    request.abort();
    request = new AbortController();
    const busy = window.setTimeout(() => say("busy"), 300);
    try {
      const address = new URL(element.dataset.url ?? "/search/", location.href);
      address.searchParams.set("q", query);
      const answer = await fetch(address, {
        headers: { "HX-Request": "true" },
        signal: request.signal,
      });
      if (!answer.ok) throw new Error(`search answered ${answer.status}`);
      results.innerHTML = await answer.text();
      settle();
      say(options().length ? "" : "empty");
    } catch (error) {
      if (request.signal.aborted && error instanceof DOMException) return;
      results.replaceChildren();
      settle();
      say("error");
    } finally {
      clearTimeout(busy);
    }
  };

  const remember = (option: HTMLAnchorElement) => {
    const text = option.dataset.label ?? option.querySelector(".clip")?.textContent ?? option.textContent;
    const entry = { href: option.href, text: (text ?? "").trim() };
    const others = readRecent().filter(({ href }) => href !== entry.href);
    sessionStorage.setItem(recentKey, JSON.stringify([entry, ...others].slice(0, recentLimit)));
  };

  element.addEventListener("dialog:open", () => {
    input.value = "";
    input.focus();
    showRecent();
  });
  element.addEventListener("close", () => request.abort());
  input.addEventListener("input", () => {
    clearTimeout(timer);
    const query = input.value.trim();
    if (query) timer = window.setTimeout(() => void search(query), debounce);
    else showRecent();
  });
  input.addEventListener("keydown", (event) => {
    const all = options();
    const here = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && all.length) {
      event.preventDefault();
      choose(all[(here + step + all.length) % all.length]);
    } else if (event.key === "Enter" && !event.isComposing && all[here]) {
      event.preventDefault();
      all[here].click();
    } else if (event.key === "Escape") {
      event.preventDefault(); // a search field would only empty itself
      element.close();
    }
  });
  results.addEventListener("click", ({ target }) => {
    const option = (target as Element).closest<HTMLAnchorElement>("[role=option]");
    if (!option) return;
    remember(option);
    element.close();
  });
};
