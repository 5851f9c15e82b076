/**
 * What forms get. Every form, without asking:
 *
 *                         a second submit is stopped while the first runs; after 300 ms the pressed
 *                         button shows its `data-busy-label` (or stays as it is) and is aria-busy
 * With data-island="form" and these attributes:
 *
 *   data-warn-unsaved     leaving with changes asks first (the browser's own question)
 *   data-draft="key"      every change is kept on this device within 2 s, apart for each person of a
 *                         shared machine (<body data-person>), and put back after a reload;
 *                         forgotten when the form is sent and the next page no longer carries it with
 *                         errors. A [data-draft-note] inside says what happened: its data-saved and
 *                         data-restored texts, and [data-draft-discard] throws the draft away.
 *
 *   <div class="error-summary" data-island="error-summary" tabindex="-1">  takes the focus when it arrives
 *   <button data-island="reveal" aria-controls="id_password">              shows and hides a password
 */
import type { Island } from "../island.ts";

const draftDelay = 1500;
const busyDelay = 300;
const longestLock = 8000; // a submit that only downloads a file never leaves the page
const sent = "draft-sent";

type Values = Record<string, string[]>;

/** Passwords, files and tokens never reach the draft; what it was begun upon (`data-draft-keep`) does. */
function draftable(field: Element): field is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement {
  if (field instanceof HTMLInputElement && field.dataset.draftKeep !== undefined) return true;
  if (field instanceof HTMLInputElement) return !/^(password|file|hidden|submit|button)$/.test(field.type);
  return field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement;
}

function read(form: HTMLFormElement): Values {
  const values: Values = {};
  for (const field of form.elements) {
    if (!draftable(field) || !field.name) continue;
    const list = (values[field.name] ??= []);
    if (field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type)) {
      if (field.checked) list.push(field.value);
    } else if (field instanceof HTMLSelectElement) {
      list.push(...[...field.selectedOptions].map((option) => option.value));
    } else list.push(field.value);
  }
  return values;
}

function write(form: HTMLFormElement, values: Values): void {
  const used: Record<string, number> = {};
  for (const field of form.elements) {
    if (!draftable(field)) continue;
    const list = values[field.name];
    if (!list) continue;
    if (field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type)) {
      field.checked = list.includes(field.value);
    } else if (field instanceof HTMLSelectElement) {
      for (const option of field.options) option.selected = list.includes(option.value);
    } else {
      const position = used[field.name] ?? 0;
      used[field.name] = position + 1;
      field.value = list[position] ?? field.value;
    }
  }
}

function keepDraft(form: HTMLFormElement, key: string): void {
  const storageKey = `draft:${document.body.dataset.person ?? ""}:${key}`;
  const note = form.querySelector<HTMLElement>("[data-draft-note]");
  const text = note?.querySelector("[data-draft-text]") ?? note;
  const discard = form.querySelector<HTMLElement>("[data-draft-discard]");
  const say = (what: string | undefined) => {
    if (text) text.textContent = what ?? "";
    if (discard) discard.hidden = !what;
  };
  const initial = JSON.stringify(read(form));
  let timer = 0;

  const save = () => {
    clearTimeout(timer);
    localStorage.setItem(storageKey, JSON.stringify(read(form)));
    say(note?.dataset.saved);
  };
  const forget = () => {
    clearTimeout(timer);
    localStorage.removeItem(storageKey);
  };

  const stored = localStorage.getItem(storageKey);
  const carriesErrors = form.querySelector("[data-invalid]") && !form.querySelector("[data-clash]");
  if (stored && sessionStorage.getItem(sent) === storageKey && !carriesErrors) {
    forget(); // it was sent, and this is the empty form for the next one, or one that holds all of it and more
  } else if (stored && stored !== initial) {
    write(form, JSON.parse(stored) as Values);
    say(note?.dataset.restored);
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }
  sessionStorage.removeItem(sent);

  form.addEventListener("input", ({ isTrusted }) => {
    if (!isTrusted) return;
    clearTimeout(timer);
    timer = window.setTimeout(save, draftDelay);
  });
  form.addEventListener("submit", () => {
    save();
    sessionStorage.setItem(sent, storageKey);
  });
  discard?.addEventListener("click", () => {
    forget();
    write(form, JSON.parse(initial) as Values);
    say("");
  });
}

function warnUnsaved(form: HTMLFormElement, signal: AbortSignal): void {
  const initial = JSON.stringify(read(form));
  let leaving = false;
  form.addEventListener("submit", () => {
    leaving = true;
  });
  form.addEventListener("click", ({ target }) => {
    if ((target as Element).closest("[data-leave]")) leaving = true;
  });
  addEventListener(
    "beforeunload",
    (event) => {
      if (!leaving && JSON.stringify(read(form)) !== initial) event.preventDefault();
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

export const form: Island<HTMLFormElement> = (element, signal) => {
  if (element.dataset.draft) keepDraft(element, element.dataset.draft);
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
