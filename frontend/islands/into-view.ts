/**
 * Brings what matters now into view when a page opens: today in a calendar, or the present one of many tabs. What
 * the reader scrolled to before, or an address with "#", comes first.
 *
 *   <table data-island="into-view" data-find="[aria-current=date]"> … </table>
 *   <nav data-island="into-view" data-find="[aria-current]" data-within> only the strip itself is scrolled </nav>
 */
import type { Island } from "../island.ts";

export const intoView: Island = (element) => {
  const here = element.querySelector<HTMLElement>(element.dataset.find ?? "[aria-current]");
  if (!here) return;
  if (element.dataset.within !== undefined) {
    element.scrollLeft = here.offsetLeft - element.offsetLeft - (element.clientWidth - here.clientWidth) / 2;
  } else if (!location.hash && scrollY === 0) {
    here.scrollIntoView({ block: "center" });
  }
};
