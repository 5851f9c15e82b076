/**
 * Short notices at the foot of the page, each with an optional undo.
 *
 *   <section class="toasts" data-island="toasts">
 *     <div class="toasts-list" role="status" aria-live="polite"> <div class="toast" data-toast> … </div> </div>
 *     <template data-toast-template> one toast, with [data-toast-undo] form and [data-toast-close] </template>
 *   </section>
 *
 * A toast stays for 10 s (undo must be offered for at least 8), and while it is pointed at, focused,
 * or the window is not the active one. Errors stay until they are dismissed.
 * They stand where they cover no button, link or field: at the foot in the middle or at a side, else at the head.
 * From the server: Django messages, or the header
 *   HX-Trigger: {"toast": {"text": "…", "tone": "success", "undo": "/undo/1/"}}
 */
import type { Island } from "../island.ts";

const stay = 10_000;

interface Notice {
  text: string;
  tone?: string;
  undo?: string;
}

function expire(toast: HTMLElement): void {
  if (toast.dataset.tone === "error") return;
  let timer = 0;
  const run = () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      const held = toast.matches(":hover, :focus-within") || document.hidden;
      if (held) run();
      else toast.remove();
    }, stay);
  };
  run();
  toast.addEventListener("pointerleave", run);
  toast.addEventListener("focusout", run);
}

const corners = ["", "end", "start", "top", "top-end", "top-start"];
const usable = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=tab]";

/** How many things to click or fill in lie below the notices, as far as they can be seen. */
function covered(list: HTMLElement): number {
  const { left, right, top, bottom } = list.getBoundingClientRect();
  return [...document.querySelectorAll<HTMLElement>(usable)].filter((other) => {
    if (list.contains(other)) return false;
    const box = other.getBoundingClientRect();
    return box.width > 0 && box.left < right && box.right > left && box.top < bottom && box.bottom > top;
  }).length;
}

/** Puts the notices where they cover nothing, or as little as can be. */
function settle(element: HTMLElement, list: HTMLElement): void {
  if (!list.childElementCount) return;
  let best = { corner: "", count: Infinity };
  for (const corner of corners) {
    element.dataset.corner = corner;
    const count = covered(list);
    if (count < best.count) best = { corner, count };
    if (count === 0) break;
  }
  element.dataset.corner = best.corner;
}

export const toasts: Island = (element, signal) => {
  const list = element.querySelector<HTMLElement>(".toasts-list");
  const template = element.querySelector<HTMLTemplateElement>("[data-toast-template]");
  if (!list || !template) return;

  element.addEventListener("click", ({ target }) => {
    const closes = (target as Element).closest("[data-toast-close]");
    closes?.closest("[data-toast]")?.remove();
  });

  const show = ({ text, tone = "success", undo }: Notice) => {
    const toast = template.content.firstElementChild?.cloneNode(true) as HTMLElement;
    toast.dataset.tone = tone;
    const label = toast.querySelector(".toast-text");
    if (label) label.textContent = text;
    const form = toast.querySelector<HTMLFormElement>("[data-toast-undo]");
    if (undo && form) form.action = undo;
    else form?.remove();
    list.append(toast);
  };

  let waiting = 0;
  const settleSoon = () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(() => covered(list) > 0 && settle(element, list), 150);
  };
  for (const event of ["scroll", "resize"]) window.addEventListener(event, settleSoon, { passive: true, signal });
  settle(element, list);
  list.querySelectorAll<HTMLElement>("[data-toast]").forEach(expire);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      addedNodes.forEach((node) => node instanceof HTMLElement && expire(node));
    }
    settle(element, list);
  }).observe(list, { childList: true });

  document.addEventListener("toast", (event) => show((event as CustomEvent<Notice>).detail), { signal });
};

/** Shows a toast from another island. */
export function toast(notice: Notice): void {
  document.dispatchEvent(new CustomEvent("toast", { detail: notice }));
}
