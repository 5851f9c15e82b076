/**
 * Theme and text size, kept in cookies so that the server renders the right attribute at once.
 *
 *   <div data-island="display" data-keep="…" data-token="CSRF">
 *     <button data-set-theme="light|dark|auto" aria-pressed="…">…</button>
 *     <button data-set-text="normal|large" aria-pressed="…">…</button>
 *   </div>
 *
 * With `data-keep` (somebody is signed in) the choice is posted there too, and follows the person
 * to other devices.
 */
import type { Island } from "../island.ts";

const oneYear = 365 * 24 * 3600;

function choose(element: HTMLElement, name: "theme" | "text", value: string): void {
  document.documentElement.dataset[name] = value;
  const secure = location.protocol === "https:" ? ";secure" : "";
  document.cookie = `${name}=${value};path=/;max-age=${oneYear};samesite=lax${secure}`;
  for (const button of element.querySelectorAll<HTMLElement>(`[data-set-${name}]`)) {
    const chosen = button.getAttribute(`data-set-${name}`) === value;
    button.setAttribute("aria-pressed", String(chosen));
  }
  document.dispatchEvent(new CustomEvent("display:change"));
}

/** Failing quietly is right: this browser has its cookie, and the next choice is posted again. */
function keep(element: HTMLElement, name: string, value: string): void {
  const { keep: address, token } = element.dataset;
  if (!address) return;
  const headers = { "X-CSRFToken": token ?? "" };
  void fetch(address, { method: "POST", headers, body: new URLSearchParams({ [name]: value }) }).catch(() => undefined);
}

export const display: Island = (element) => {
  element.addEventListener("click", ({ target }) => {
    const button = (target as Element).closest<HTMLElement>("[data-set-theme], [data-set-text]");
    const { setTheme, setText } = button?.dataset ?? {};
    if (setTheme) {
      choose(element, "theme", setTheme);
      keep(element, "theme", setTheme);
    }
    if (setText) {
      choose(element, "text", setText);
      keep(element, "text_size", setText);
    }
  });
};
