/**
 * Choosing rows of a list and doing something with all of them.
 *
 *   <form class="bulk-form" data-island="selection">
 *     <div class="bulk-bar" data-bulk-bar hidden>
 *       <span class="bulk-count" role="status"><b data-bulk-count>0</b> …</span>
 *       <div class="bulk-actions"> buttons </div>
 *       [<button type="button" data-bulk-everything="1204">…</button>]   every row that matches, not only this page
 *       <button type="button" data-bulk-clear>…</button>
 *     </div>
 *     <input type="hidden" name="all" value="" data-everything>
 *     <table> … <input type="checkbox" data-select-page> … <input type="checkbox" name="ids" data-select>
 *   </form>
 *
 * Shift-click selects from the last clicked box to this one. When all rows of the page are chosen and
 * there are more, [data-bulk-everything] appears; it sets `all` to "1" until a box is changed.
 */
import type { Island } from "../island.ts";

export const selection: Island = (element) => {
  const bar = element.querySelector<HTMLElement>("[data-bulk-bar]");
  const count = element.querySelector("[data-bulk-count]");
  const head = element.querySelector<HTMLInputElement>("[data-select-page]");
  const everything = element.querySelector<HTMLInputElement>("[data-everything]");
  const offer = element.querySelector<HTMLElement>("[data-bulk-everything]");
  const boxes = () => [...element.querySelectorAll<HTMLInputElement>("[data-select]")];
  let anchor: HTMLInputElement | null = null;

  const update = () => {
    const all = boxes();
    const chosen = all.filter((box) => box.checked).length;
    const whole = everything?.value === "1";
    if (bar) bar.hidden = chosen === 0;
    if (head) {
      head.checked = chosen > 0 && chosen === all.length;
      head.indeterminate = chosen > 0 && chosen < all.length;
    }
    if (offer) offer.hidden = whole || chosen < all.length;
    if (count) count.textContent = whole ? (offer?.dataset.bulkEverything ?? "") : chosen.toLocaleString();
  };

  const set = (checked: boolean) => {
    for (const box of boxes()) box.checked = checked;
    if (everything) everything.value = "";
    update();
  };

  const selectRange = (box: HTMLInputElement) => {
    const all = boxes();
    const ends = anchor ? [all.indexOf(anchor), all.indexOf(box)].sort((a, b) => a - b) : [];
    for (const other of all.slice(ends[0], (ends[1] ?? -1) + 1)) other.checked = box.checked;
  };

  element.addEventListener("click", (event) => {
    const target = event.target as HTMLElement;
    if (target.closest("[data-bulk-clear]")) set(false);
    if (target.closest("[data-bulk-everything]") && everything) {
      everything.value = "1";
      update();
    }
    if (!(target instanceof HTMLInputElement) || !boxes().includes(target)) return;
    if (event.shiftKey && anchor) selectRange(target);
    anchor = target;
  });
  element.addEventListener("change", ({ target }) => {
    if (target === head) set(head?.checked ?? false);
    else if (target instanceof HTMLInputElement && boxes().includes(target)) {
      if (everything) everything.value = "";
      update();
    }
  });
  update();
};
