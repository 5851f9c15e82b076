/**
 * Suggestions below a search box while somebody types.
 *
 *   <div data-island="suggest" data-url="/…/suggest/">
 *     <input role="combobox" aria-controls="id"> <div id="id" role="listbox" hidden></div>
 *   </div>
 *
 * GET <data-url>?q=… answers rows `<a role="option" href="…">`. Arrows choose, Enter opens the chosen row
 * (none: the form is sent), Escape closes. Nothing is asked while an input method composes.
 *
 * A field of a form adds `<input type="hidden" data-picked>` and `<p role="status" data-nothing="…">`. Its rows
 * are `<div role="option" data-pick="key" data-text="…">`: choosing one fills both inputs, the first is chosen
 * already, and before anything is typed those used lately are offered. `data-along` names other fields of the
 * form that are sent with the question.
 */
import type { Island } from "../island.ts";

const debounce = 180;

export const suggest: Island = (element, signal) => {
  const input = element.querySelector<HTMLInputElement>("[role=combobox]");
  const list = element.querySelector<HTMLElement>("[role=listbox]");
  if (!input || !list) return;
  const picked = element.querySelector<HTMLInputElement>("[data-picked]");
  const nothing = element.querySelector<HTMLElement>("[data-nothing]");
  let timer = 0;
  let request = new AbortController();
  // A field waits for the answer to what is typed now: Enter never takes a row that answers something older.
  let waiting = false;
  let enter = false;
  const options = () => [...list.querySelectorAll<HTMLElement>("[role=option]")];
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
  const giveUp = () => {
    waiting = enter = false;
    show(false);
  };
  const ask = async () => {
    request.abort();
    const asking = new AbortController();
    request = asking;
    const address = new URL(element.dataset.url ?? "", location.href);
    address.searchParams.set("q", input.value.trim());
    for (const name of (element.dataset.along ?? "").split(" ").filter(Boolean)) {
      const field = input.form?.elements.namedItem(name);
      if (field && "value" in field) address.searchParams.set(name, String(field.value));
    }
    try {
      const answer = await fetch(address, { headers: { "HX-Request": "true" }, signal: asking.signal });
      if (!answer.ok) return giveUp(); // the search itself will say what is wrong
      list.innerHTML = await answer.text();
    } catch {
      // Aborted by the next question, or offline: suggestions are only a convenience.
      if (!asking.signal.aborted) giveUp();
      return;
    }
    options().forEach((option, position) => {
      option.id = `${list.id}-${position}`;
      option.tabIndex = -1;
    });
    waiting = false;
    if (picked) choose(options()[0]);
    if (nothing) nothing.textContent = input.value.trim() && !options().length ? (nothing.dataset.nothing ?? "") : "";
    show(options().length > 0 && document.activeElement === input);
    if (enter) chosen()?.click();
    enter = false;
  };
  const pick = (option: HTMLElement) => {
    if (!picked) return;
    input.value = option.dataset.text ?? "";
    picked.value = option.dataset.pick ?? "";
    clearTimeout(timer);
    request.abort();
    waiting = enter = false;
    show(false);
    picked.dispatchEvent(new Event("change", { bubbles: true }));
  };

  input.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (picked) {
      picked.value = "";
      waiting = input.value.trim() !== "";
      enter = false;
      show(false); // rows that answer something older would look like wrong ones
    }
    if ((event as InputEvent).isComposing) return;
    if (picked || input.value.trim()) timer = window.setTimeout(() => void ask(), debounce);
    else show(false);
  });
  input.addEventListener("compositionend", () => {
    timer = window.setTimeout(() => void ask(), debounce);
  });
  if (picked) {
    input.addEventListener("focus", () => picked.value || void ask());
    // The field keeps the cursor while a row is pressed.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", ({ target }) => {
      const option = (target as Element).closest<HTMLElement>("[data-pick]");
      if (option) pick(option);
    });
  }
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && waiting) {
      event.preventDefault();
      enter = true;
      return;
    }
    if (list.hidden) return;
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
    } else if (event.key === "Tab" && picked) {
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
