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

  list.querySelectorAll<HTMLElement>("[data-toast]").forEach(expire);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      addedNodes.forEach((node) => node instanceof HTMLElement && expire(node));
    }
  }).observe(list, { childList: true });

  document.addEventListener("toast", (event) => show((event as CustomEvent<Notice>).detail), { signal });
};

/** Shows a toast from another island. */
export function toast(notice: Notice): void {
  document.dispatchEvent(new CustomEvent("toast", { detail: notice }));
}
