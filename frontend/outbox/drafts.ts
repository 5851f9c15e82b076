/**
 * Drafts: what is typed into a form is kept on this device, sealed, and offered back after a reload, a crash or a
 * lost line. Loaded when the first form is typed into, or when the device holds something; see `islands/form.ts`.
 *
 *   <template id="draft-note"> <div data-restored="…" data-changed="…" data-sent="…" data-line="…" data-full="…">
 *     <p data-draft-text> <button data-draft-again> <button data-draft-discard> </div> </template>
 *
 * A draft belongs to a person, a form (`data-draft`, or where the form is sent) and what the form was begun upon: if
 * that has changed meanwhile, the note says so, and the server asks at saving. It goes when the server has accepted the form.
 * Where nothing can be sealed (plain http) drafts live in the tab alone, and survive a reload.
 */
import { asked, isPossible, ownVault, reading, seal, unseal, vaultOf, writing, written, type Sealed } from "./vault.ts";
import { initial, read, write, type Values } from "./values.ts";

interface Draft {
  values: Values;
  /** When it was sent without an answer, milliseconds; 0 when it wasn't. */
  sent: number;
  /** The key under which the server did it, if it did: sent again unchanged, it is done once. */
  once: string;
}

const DELAY = 250;
const PATIENCE = 8_000;
const OLDEST = 30 * 24 * 3600_000;
const SENT = "draft-sent";

const person = () => document.body.dataset.person ?? "";

export const draftKey = (form: HTMLFormElement) => form.dataset.draft || new URL(form.action || location.href, location.href).pathname;

async function get(page: string): Promise<Draft | undefined> {
  if (!isPossible()) return JSON.parse(sessionStorage.getItem(`draft:${person()}:${page}`) ?? "null") ?? undefined;
  const vault = await vaultOf(person());
  const row = await asked<{ sealed: Sealed; at: number } | undefined>((await reading("drafts")).get([person(), page]));
  if (!vault || !row || Date.now() - row.at > OLDEST) return undefined;
  return unseal<Draft>(vault, row.sealed, page);
}

async function keep(page: string, draft: Draft): Promise<void> {
  if (!isPossible()) return sessionStorage.setItem(`draft:${person()}:${page}`, JSON.stringify(draft));
  const sealed = await seal(await ownVault(person()), draft, page);
  const transaction = await writing("drafts");
  transaction.objectStore("drafts").put({ person: person(), page, at: Date.now(), sealed });
  return written(transaction);
}

async function drop(page: string): Promise<void> {
  if (!isPossible()) return sessionStorage.removeItem(`draft:${person()}:${page}`);
  const transaction = await writing("drafts");
  transaction.objectStore("drafts").delete([person(), page]);
  return written(transaction);
}

/** Forget what was kept of a form, because it has gone another way. */
export const dropDraft = (form: HTMLFormElement) => drop(draftKey(form));

/** How many forms a person has begun on this device. */
export async function begun(who: string): Promise<number> {
  return asked((await reading("drafts")).count(IDBKeyRange.bound([who], [who, []])));
}

/** Whether the server can be reached at all. */
export async function hasLine(): Promise<boolean> {
  if (!navigator.onLine) return false;
  try {
    await fetch("/health/live", { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    return true;
  } catch {
    return false;
  }
}

type Saying = "restored" | "changed" | "sent" | "line" | "full";

class Note {
  private shown: HTMLElement | undefined;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly discard: () => void,
  ) {}

  say(what: Saying): void {
    this.shown ??= this.made();
    if (!this.shown) return;
    this.shown.querySelector("[data-draft-text]")!.textContent = this.shown.dataset[what] ?? "";
    this.shown.classList.toggle("warn", what !== "restored");
    this.shown.querySelector<HTMLElement>("[data-draft-again]")!.hidden = what !== "line";
    this.shown.querySelector<HTMLElement>("[data-draft-discard]")!.hidden = what === "line" || what === "full";
    if (what === "line") this.shown.querySelector<HTMLElement>("[data-draft-again]")!.focus();
  }

  clear(): void {
    this.shown?.remove();
    this.shown = undefined;
  }

  private made(): HTMLElement | undefined {
    const pattern = document.querySelector<HTMLTemplateElement>("#draft-note");
    const made = pattern?.content.firstElementChild?.cloneNode(true) as HTMLElement | undefined;
    if (!made) return undefined;
    this.form.prepend(made);
    made.querySelector("[data-draft-discard]")!.addEventListener("click", this.discard);
    made.querySelector("[data-draft-again]")!.addEventListener("click", () => this.form.requestSubmit(lastPressed.get(this.form)));
    return made;
  }
}

const lastPressed = new WeakMap<HTMLFormElement, HTMLElement | null>();
const onceField = (form: HTMLFormElement) => form.querySelector<HTMLInputElement>("input[type=hidden][name=once]");
const carriesErrors = (form: HTMLFormElement) => form.querySelector("[data-invalid], [data-clash], .error-summary") !== null;

/** What was sent from this tab and has its answer by now: forgets the draft when the server accepted it. */
async function weigh(): Promise<void> {
  const page = sessionStorage.getItem(SENT);
  if (page === null) return;
  sessionStorage.removeItem(SENT);
  const [arrival] = performance.getEntriesByType("navigation") as (PerformanceNavigationTiming & { responseStatus?: number })[];
  // Gone back to, or come to anew: that is no answer to what was sent, and nobody knows whether it arrived.
  if (arrival?.type === "back_forward" || !document.referrer) return;
  const isRefused = (arrival?.responseStatus ?? 200) >= 400 || document.body.matches(".error-page");
  const asksAgain = [...document.forms].some((form) => draftKey(form) === page && carriesErrors(form));
  if (isRefused || asksAgain) {
    const draft = await get(page);
    if (draft) await keep(page, { ...draft, sent: 0 });
  } else await drop(page);
}

let weighed: Promise<void> | undefined;

/** Once a page, whichever forms it has. */
export function weighSent(): Promise<void> {
  weighed ??= weigh();
  return weighed;
}

export function keepDraft(form: HTMLFormElement, signal: AbortSignal): void {
  const page = draftKey(form);
  const first = initial(form);
  const begin = JSON.stringify(first);
  let timer = 0;
  let isChanged = false;
  let isChecked = false;
  let isAsking = false;

  const note = new Note(form, () => {
    clearTimeout(timer);
    isChanged = false;
    void drop(page);
    write(form, first);
    form.dispatchEvent(new Event("input", { bubbles: true }));
    note.clear();
  });
  const save = async (sent = 0) => {
    clearTimeout(timer);
    try {
      await keep(page, { values: read(form), sent, once: onceField(form)?.value ?? "" });
    } catch (fault) {
      if (!(fault instanceof DOMException)) throw fault;
      note.say("full"); // the device takes no more: it has to be sent before the page is left
    }
  };
  const restore = async () => {
    await weighSent();
    const draft = await get(page);
    // What was typed while this was being loaded is newer than any draft, and so is what the server sends back.
    if (form.contains(document.activeElement) && JSON.stringify(read(form)) !== begin && !isChanged) {
      isChanged = true;
      void save();
    }
    if (!draft || isChanged || carriesErrors(form) || JSON.stringify(draft.values) === begin) return;
    write(form, draft.values);
    const once = onceField(form);
    if (draft.sent && draft.once && once) once.value = draft.once;
    form.dispatchEvent(new Event("input", { bubbles: true }));
    const isOther = "seen" in first && String(first.seen) !== String(draft.values.seen);
    isChanged = true;
    note.say(draft.sent ? "sent" : isOther ? "changed" : "restored");
  };

  form.addEventListener("input", ({ isTrusted }) => {
    if (!isTrusted) return;
    isChanged = true;
    clearTimeout(timer);
    timer = window.setTimeout(() => void save(), DELAY);
  });
  addEventListener("pageshow", ({ persisted }) => persisted && sessionStorage.removeItem(SENT), { signal });
  document.addEventListener("visibilitychange", () => isChanged && void save(), { signal });
  form.addEventListener("submit", (event) => {
    if (isChecked || event.defaultPrevented || !isChanged) return;
    // First it is safe here, then it is asked whether it would arrive: a page that was left can't say anything.
    event.preventDefault();
    const pressed = event.submitter;
    if (isAsking) return;
    isAsking = true;
    pressed?.setAttribute("aria-busy", "true");
    void (async () => {
      await save(Date.now());
      const goes = await hasLine();
      isAsking = false;
      pressed?.removeAttribute("aria-busy");
      lastPressed.set(form, pressed);
      if (!goes) return note.say("line");
      note.clear();
      sessionStorage.setItem(SENT, page);
      isChecked = true;
      form.requestSubmit(pressed);
      isChecked = false;
    })();
  });
  void restore();
}
