/**
 * A menu of links and buttons under a button. Works without script as plain <details>; the island
 * adds closing by Esc and by clicking elsewhere, arrow keys, and opening upwards near the page's end.
 *
 *   <details class="menu" data-island="menu" [data-align="start"]>
 *     <summary class="button">…</summary>
 *     <div class="menu-panel"> links, buttons </div>
 *   </details>
 */
import type { Island } from "../island.ts";

const reachable = "a[href], button:not(:disabled), input:not(:disabled)";

function place(menu: HTMLDetailsElement): void {
  const panel = menu.querySelector<HTMLElement>(".menu-panel");
  if (!panel) return;
  delete menu.dataset.above;
  const { bottom, height } = panel.getBoundingClientRect();
  const above = menu.getBoundingClientRect().top > height + 8;
  if (bottom > innerHeight && above) menu.dataset.above = "";
}

export const menu: Island<HTMLDetailsElement> = (element, signal) => {
  const summary = element.querySelector("summary");
  const items = () => [...element.querySelectorAll<HTMLElement>(`.menu-panel :is(${reachable})`)];
  const close = (refocus: boolean) => {
    if (!element.open) return;
    element.open = false;
    if (refocus) summary?.focus();
  };

  element.addEventListener("toggle", () => element.open && place(element));
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && element.open) {
      event.stopPropagation();
      close(true);
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    element.open = true;
    const all = items();
    const here = all.indexOf(document.activeElement as HTMLElement);
    const next = here < 0 && step < 0 ? all.length - 1 : (here + step + all.length) % all.length;
    all[next]?.focus();
  });
  element.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !element.contains(relatedTarget)) close(false);
  });
  document.addEventListener(
    "pointerdown",
    ({ target }) => {
      if (!element.contains(target as Node)) close(false);
    },
    { signal },
  );
};
