/**
 * What forms get. Every form, without asking:
 *
 *                         a second submit is stopped while the first runs; after 300 ms the pressed
 *                         button shows its `data-busy-label` (or stays as it is) and is aria-busy
 * With data-island="form" and these attributes:
 *
 *   data-warn-unsaved     leaving with changes asks first (the browser's own question)
 *   data-draft="key"      what a form that posts is called among drafts; its address where this is missing.
 *                         "off" for one that keeps none. What is typed is kept on this device and put back
 *                         after a reload; without a line the form stays as it is. See `outbox/drafts.ts`.
 *
 *   <div class="error-summary" data-island="error-summary" tabindex="-1">  takes the focus when it arrives
 *   <button data-island="reveal" aria-controls="id_password">              shows and hides a password
 */
import type { Island } from "../island.ts";
import { isInUse } from "../outbox/loader.ts";

const busyDelay = 300;
const longestLock = 8000; // a submit that only downloads a file never leaves the page

function warnUnsaved(form: HTMLFormElement, signal: AbortSignal): void {
  let isChanged = false;
  let leaving = false;
  form.addEventListener("input", () => {
    isChanged = true;
  });
  form.addEventListener("submit", () => {
    leaving = true;
  });
  form.addEventListener("click", ({ target }) => {
    if ((target as Element).closest("[data-leave]")) leaving = true;
  });
  addEventListener(
    "beforeunload",
    (event) => {
      if (!leaving && isChanged) event.preventDefault();
    },
    { signal },
  );
}

function guardSubmit(form: HTMLFormElement, submitter: HTMLElement | null): void {
  form.dataset.submitting = "";
  const timer = window.setTimeout(() => {
    if (!submitter) return;
    submitter.setAttribute("aria-busy", "true");
    const { busyLabel } = submitter.dataset;
    if (!busyLabel) return;
    submitter.dataset.label = submitter.innerHTML;
    submitter.textContent = busyLabel;
  }, busyDelay);
  const release = () => {
    clearTimeout(timer);
    clearTimeout(lock);
    delete form.dataset.submitting;
    submitter?.removeAttribute("aria-busy");
    if (submitter?.dataset.label) submitter.innerHTML = submitter.dataset.label;
  };
  const lock = window.setTimeout(release, longestLock);
  form.addEventListener("htmx:finally:request", release, { once: true });
  addEventListener("pageshow", release, { once: true }); // came back by the Back button
}

function drafts(form: HTMLFormElement, signal: AbortSignal): void {
  let begun = false;
  const begin = () => {
    if (begun) return;
    begun = true;
    // Without the script nothing is kept, and everything else goes on.
    void import("../outbox/device.ts").then((device) => device.keepDraft(form, signal)).catch(() => (begun = false));
  };
  form.addEventListener("focusin", begin, { signal });
  void isInUse().then((is) => is && begin());
}

export const form: Island<HTMLFormElement> = (element, signal) => {
  const posts = element.method === "post" && document.body.dataset.person && !element.matches("[hx-post]");
  if (posts && element.dataset.draft !== "off") drafts(element, signal);
  if ("warnUnsaved" in element.dataset) warnUnsaved(element, signal);
};

/** Stops second submits on the whole page. */
export function guardForms(): void {
  const stopSecond = (event: Event) => {
    if (!("submitting" in (event.target as HTMLFormElement).dataset)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener("submit", stopSecond, { capture: true });
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const byHtmx = form.matches("[hx-post], [hx-put], [hx-patch], [hx-delete]");
    if (byHtmx || (form.method === "post" && !event.defaultPrevented)) guardSubmit(form, event.submitter);
  });
}

export const errorSummary: Island = (element) => {
  element.focus();
  element.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const focusable = field.matches("input, select, textarea") ? field : (field.querySelector<HTMLElement>("input") ?? field);
    focusable.focus();
    field.closest(".field")?.scrollIntoView({ block: "center" });
  });
};

export const reveal: Island<HTMLButtonElement> = (button) => {
  button.addEventListener("click", () => {
    const field = document.getElementById(button.getAttribute("aria-controls") ?? "");
    if (!(field instanceof HTMLInputElement)) return;
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  });
};
