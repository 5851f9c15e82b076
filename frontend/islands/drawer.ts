/**
 * The whole menu on a phone: the side navigation's links and the display settings of the top bar,
 * copied when the drawer first opens, so that the page carries them once.
 *
 *   <dialog data-island="dialog drawer"> <nav data-drawer-menu></nav> <div data-drawer-display></div> </dialog>
 *   … <div data-side-menu> links </div> … <div data-display-panel> theme, text size, language </div>
 */
import type { Island } from "../island.ts";

export const drawer: Island = (element) => {
  const copy = (from: string, to: string) => {
    const target = element.querySelector(to);
    const source = document.querySelector(from);
    if (!target || !source || target.childElementCount) return;
    target.append(...[...source.children].map((child) => child.cloneNode(true)));
  };
  element.addEventListener("dialog:open", () => {
    copy("[data-side-menu]", "[data-drawer-menu]");
    copy("[data-display-panel]", "[data-drawer-display]");
  });
};
