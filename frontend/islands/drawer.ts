/**
 * The whole menu on a phone: the side navigation's links, copied when the drawer first opens, so
 * that the page carries them once.
 *
 *   <dialog data-island="dialog drawer"> <nav data-drawer-menu></nav> </dialog>
 *   … <div data-side-menu> links </div>
 */
import type { Island } from "../island.ts";

export const drawer: Island = (element) => {
  element.addEventListener("dialog:open", () => {
    const menu = element.querySelector("[data-drawer-menu]");
    const source = document.querySelector("[data-side-menu]");
    if (menu && source && !menu.childElementCount) {
      menu.append(...[...source.children].map((child) => child.cloneNode(true)));
    }
  });
};
