/**
 * Choosing rows of a list and doing something with all of them.
 *
 *   <form class="bulk-form" data-island="selection">
 *     <div class="bulk-bar" data-bulk-bar hidden>
 *       <span class="bulk-count" role="status">已选 <b data-bulk-count>0</b> 项</span>
 *       <div class="bulk-actions"> buttons </div>
 *       [<button type="button" data-bulk-everything>select all 1,204 that match</button>]
 *       <button type="button" data-bulk-clear>…</button>
 *     </div>
 *     <input type="checkbox" data-select-page>  … rows: <input type="checkbox" data-select name="selected">
 *     <input type="hidden" name="everything" value="" data-everything>
 *   </form>
 *
 * Shift-click selects from the last clicked box to this one. The count is read out. When a page's rows
 * are all chosen and there are more, [data-bulk-everything] appears and sets `everything=1`.
 */
import type { Island } from "../island.ts";

export const selection: Island = (element) => {
  const bar = element.querySelector<HTMLElement>("[data-bulk-bar]");
  const page = () => element.querySelector<HTMLInputElement>("[data-select-page]");
  const boxes = () => [...element.querySelectorAll<HTMLInputElement>("[data-select]")];
  const everything = element.querySelector<HTMLInputElement>("[data-everything]");
  const offer = element.querySelector<HTMLElement>("[data-bulk-everything]");
  let anchor: HTMLInputElement | null = null;

  const update = () => {
    const all = boxes();
    const chosen = all.filter((box) => box.checked).length;
    const total = Number(offer?.dataset.bulkEverything ?? 0);
    const whole = everything?.value === "1";
    const head = page();
    if (bar) bar.hidden = chosen === 0;
    if (head) {
      head.checked = chosen > 0 && chosen === all.length;
      head.indeterminate = chosen > 0 && chosen < all.length;
    }
    if (offer) offer.hidden = whole || chosen < all.length || total <= all.length;
    const count = element.querySelector("[data-bulk-count]");
    if (count) count.textContent = (whole ? total : chosen).toLocaleString();
  };

  const set = (checked: boolean) => {
    for (const box of boxes()) box.checked = checked;
    if (everything) everything.value = "";
    update();
  };

  element.addEventListener("click", (event) => {
    const target = event.target as Element;
    if (target.closest("[data-bulk-clear]")) set(false);
    if (target.closest("[data-bulk-everything]") && everything) {
      everything.value = "1";
      update();
    }
    if (!(target instanceof HTMLInputElement) || !target.matches("[data-select]")) return;
    const all = boxes();
    if (event.shiftKey && anchor) {
      const [from, to] = [all.indexOf(anchor), all.indexOf(target)].sort((a, b) => a - b);
      for (const box of all.slice(from, (to ?? 0) + 1)) box.checked = target.checked;
    }
    anchor = target;
  });
  element.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    if (target.matches("[data-select-page]")) set(target.checked);
    else if (target.matches("[data-select]")) {
      if (everything) everything.value = "";
      update();
    }
  });
  element.addEventListener("htmx:after:swap", update);
  update();
};
