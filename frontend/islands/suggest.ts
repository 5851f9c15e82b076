/**
 * Suggestions below a search box while somebody types.
 *
 *   <div data-island="suggest" data-url="/…/suggest/">
 *     <input role="combobox" aria-controls="id"> <div id="id" role="listbox" hidden></div>
 *   </div>
 *
 * GET <data-url>?q=… answers rows `<a role="option" href="…">`. Arrows choose, Enter opens the chosen row
 * (none: the form is sent), Escape closes. Nothing is asked while an input method composes.
 */
import type { Island } from "../island.ts";

const debounce = 180;

export const suggest: Island = (element, signal) => {
  const input = element.querySelector<HTMLInputElement>("[role=combobox]");
  const list = element.querySelector<HTMLElement>("[role=listbox]");
  if (!input || !list) return;
  let timer = 0;
  let request = new AbortController();
  const options = () => [...list.querySelectorAll<HTMLAnchorElement>("[role=option]")];
  const chosen = () => options().find((option) => option.getAttribute("aria-selected") === "true");

  const show = (open: boolean) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) input.removeAttribute("aria-activedescendant");
  };
  const choose = (option: HTMLElement | undefined) => {
    for (const other of options()) other.setAttribute("aria-selected", String(other === option));
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };
  const ask = async () => {
    request.abort();
    request = new AbortController();
    const address = new URL(element.dataset.url ?? "", location.href);
    address.searchParams.set("q", input.value.trim());
    try {
      const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal: request.signal });
      if (!answer.ok) return show(false); // the search itself will say what is wrong
      list.innerHTML = await answer.text();
    } catch {
      return show(false); // aborted, or offline: suggestions are only a convenience
    }
    options().forEach((option, position) => {
      option.id = `${list.id}-${position}`;
      option.tabIndex = -1;
    });
    show(options().length > 0 && document.activeElement === input);
  };

  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    if ((event as InputEvent).isComposing) return;
    if (input.value.trim()) timer = window.setTimeout(() => void ask(), debounce);
    else show(false);
  });
  input.addEventListener("compositionend", () => {
    timer = window.setTimeout(() => void ask(), debounce);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const all = options();
    const here = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      choose(all[(here + step + all.length) % all.length]);
    } else if (event.key === "Enter" && chosen()) {
      event.preventDefault();
      chosen()?.click();
    } else if (event.key === "Escape") {
      event.preventDefault();
      show(false);
    }
  });
  input.form?.addEventListener("submit", () => {
    clearTimeout(timer);
    request.abort();
    show(false);
  });
  document.addEventListener("click", ({ target }) => element.contains(target as Node) || show(false), { signal });
  // A change of the text alone isn't an answer to the filters beside it.
  input.addEventListener("change", (event) => event.stopPropagation());
};
