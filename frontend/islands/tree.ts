/**
 * A tree with the keyboard of the ARIA pattern: up and down move, right opens, left closes or goes to
 * the parent, Home and End, Enter follows the link, letters jump to a name.
 *
 *   <ul role="tree" data-island="tree" aria-label="…">
 *     <li role="treeitem" tabindex="-1" aria-expanded="false">
 *       <div class="tree-row"><span class="tree-toggle">…</span><a class="tree-label" tabindex="-1">…</a></div>
 *       <ul role="group" hx-get="/children/" hx-trigger="expand once">…</ul>
 *     </li>
 *   </ul>
 *
 * A branch's group gets an `expand` event when it opens; htmx loads the children with it, once.
 */
import type { Island } from "../island.ts";

const itemSelector = '[role="treeitem"]';

function setExpanded(item: HTMLElement, expanded: boolean): void {
  if (!item.hasAttribute("aria-expanded")) return;
  item.setAttribute("aria-expanded", String(expanded));
  if (expanded) item.querySelector('[role="group"]')?.dispatchEvent(new CustomEvent("expand"));
}

export const tree: Island = (element) => {
  const visible = () =>
    [...element.querySelectorAll<HTMLElement>(itemSelector)].filter(
      (item) => !item.parentElement?.closest('[aria-expanded="false"]'),
    );
  const isOpen = (item: HTMLElement) => item.getAttribute("aria-expanded") === "true";
  const parentOf = (item: HTMLElement) => item.parentElement?.closest<HTMLElement>(itemSelector);

  const focus = (item: HTMLElement | null | undefined) => {
    if (!item) return;
    element.querySelector('[tabindex="0"]')?.setAttribute("tabindex", "-1");
    item.tabIndex = 0;
    item.focus();
  };

  const move = (item: HTMLElement, key: string): HTMLElement | null | undefined => {
    const all = visible();
    const here = all.indexOf(item);
    switch (key) {
      case "ArrowDown":
        return all[here + 1];
      case "ArrowUp":
        return all[here - 1];
      case "Home":
        return all[0];
      case "End":
        return all.at(-1);
      case "ArrowRight":
        if (isOpen(item)) return item.querySelector<HTMLElement>(itemSelector);
        setExpanded(item, true);
        return item;
      case "ArrowLeft":
        if (!isOpen(item)) return parentOf(item);
        setExpanded(item, false);
        return item;
      default:
        return undefined;
    }
  };

  const jump = (item: HTMLElement, letter: string) => {
    const all = visible();
    const here = all.indexOf(item);
    const label = (other: HTMLElement) => other.querySelector(".tree-label")?.textContent?.trim() ?? "";
    const after = [...all.slice(here + 1), ...all.slice(0, here)];
    focus(after.find((other) => label(other).toLowerCase().startsWith(letter)));
  };

  element.addEventListener("keydown", (event) => {
    const item = (event.target as Element).closest<HTMLElement>(itemSelector);
    if (!item || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      item.querySelector<HTMLElement>(".tree-row")?.click();
      return;
    }
    const target = move(item, event.key);
    if (target !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      focus(target);
    } else if (event.key.length === 1) {
      jump(item, event.key.toLowerCase());
    }
  });

  element.addEventListener("click", (event) => {
    const target = event.target as Element;
    const item = target.closest<HTMLElement>(itemSelector);
    if (!item) return;
    const link = item.querySelector<HTMLAnchorElement>(":scope > .tree-row > a");
    const onToggle = target.closest(".tree-toggle") || !link;
    focus(item);
    if (onToggle) setExpanded(item, !isOpen(item));
    else if (target !== link && !link.contains(target)) link.click();
  });

  const current = element.querySelector<HTMLElement>('[aria-selected="true"]');
  const first = current ?? element.querySelector<HTMLElement>(itemSelector);
  if (first) first.tabIndex = 0;
};
