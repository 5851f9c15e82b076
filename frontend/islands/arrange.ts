/**
 * Arranging a week by dragging, and by the arrow keys.
 *
 *   <div data-island="arrange"><table>
 *     <td><a href="?pick=12">Mathematics</a></td>            what can be picked up
 *     <td><form method="post">… <button>Swap</button></form></td>  where it can be put, on the page of that address
 *   </table></div>
 *
 * Without the script a lesson is picked up by its link and put down by a button. Dragging one shows in the same cells
 * what the page of its link shows; dropping it presses the button there, anywhere else puts it back. Arrow keys go to
 * the next cell with a link or a button, Escape puts back.
 */
import type { Island } from "../island.ts";

const PICKED = 'a[href*="pick="]';
const STEPS: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export const arrange: Island = (element, signal) => {
  const cells = () => [...element.querySelectorAll<HTMLTableCellElement>("td")];
  let kept: Map<HTMLTableCellElement, Node[]> | null = null;
  let turn = 0;

  const putBack = () => {
    turn += 1;
    for (const [cell, nodes] of kept ?? []) cell.replaceChildren(...nodes);
    kept = null;
  };

  const showFor = async (source: HTMLTableCellElement, address: string) => {
    const own = (turn += 1);
    const answer = await fetch(address, { signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = [...page.querySelectorAll<HTMLTableCellElement>('[data-island~="arrange"] td')];
    const here = cells();
    if (own !== turn || found.length !== here.length) return;
    kept = new Map();
    here.forEach((cell, place) => {
      // The browser ends a drag whose element is taken away.
      if (cell === source) return;
      kept!.set(cell, [...cell.childNodes]);
      cell.replaceChildren(...found[place]!.childNodes);
    });
  };

  element.addEventListener("dragstart", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>(PICKED);
    const cell = link?.closest("td");
    if (!link || !cell || !event.dataTransfer) return;
    event.dataTransfer.effectAllowed = "move";
    void showFor(cell, link.href);
  });

  element.addEventListener("dragover", (event) => {
    if (kept && (event.target as Element).closest("td")?.querySelector("form")) event.preventDefault();
  });

  element.addEventListener("drop", (event) => {
    const form = kept && (event.target as Element).closest("td")?.querySelector("form");
    if (!form) return;
    event.preventDefault();
    kept = null;
    form.requestSubmit();
  });

  element.addEventListener("dragend", putBack);

  element.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const cell = (event.target as Element).closest("td");
    if (event.key === "Escape") document.querySelector<HTMLAnchorElement>("[data-put-back]")?.click();
    if (!step || !cell) return;
    const rows = [...element.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td")]);
    let line = rows.findIndex((row) => row.includes(cell));
    let column = rows[line]!.indexOf(cell);
    for (;;) {
      line += step[0];
      column += step[1];
      const next = rows[line]?.[column];
      if (!next) return;
      const target = next.querySelector<HTMLElement>("a, button");
      if (target) {
        event.preventDefault();
        target.focus();
        return;
      }
    }
  });
};
