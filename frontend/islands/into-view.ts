/**
 * Brings what matters now into view when a page opens, such as today in a calendar; what the reader
 * scrolled to before, or an address with "#", comes first.
 *
 *   <table data-island="into-view" data-find="[aria-current=date]"> … </table>
 */
import type { Island } from "../island.ts";

export const intoView: Island = (element) => {
  const here = element.querySelector(element.dataset.find ?? "");
  if (here && !location.hash && scrollY === 0) here.scrollIntoView({ block: "center" });
};
