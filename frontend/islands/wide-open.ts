/**
 * A `<details>` that stands open where there is room and closed on phones.
 *
 *   <details data-island="wide-open"> … </details>
 */
import type { Island } from "../island.ts";

export const wideOpen: Island<HTMLDetailsElement> = (element) => {
  element.open = window.matchMedia("(min-width: 60rem)").matches;
};
