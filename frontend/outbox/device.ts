/**
 * What a page does with what its device holds: sends it, says how much waits, queues forms, keeps drafts and pages.
 *
 *   <form method="post" action="…" data-island="queued" data-kind="notices.acknowledge" data-stream="notice-5" data-title="…">
 *     its fields are sent; `data-number` on one makes it a number
 *     <p data-queued hidden data-saved="Saved on this device" data-done="Delivered" data-refused="…" data-full="…" role="status"></p>
 *   </form>
 *
 * `data-state` of the form goes from "saved" to "done" or "refused". With `data-reload` the page comes anew when it is done.
 * Where nothing can be kept the form is sent as any other.
 *
 *   <a href="/outbox/" data-outbox-mark hidden> <span data-outbox-count> </a>   shown while something waits or was refused
 */
import type { Island } from "../island.ts";
import { begun, keepDraft, weighSent } from "./drafts.ts";
import { keepPage, forgetPages } from "./pages.ts";
import { held, keepSending, person, put, send, troubleNow, type News } from "./queue.ts";
import { destroy, isPossible } from "./vault.ts";

export { keepDraft };

let started = false;

/** Once a page: goes on sending, and shows what waits. */
export function start(): void {
  if (started) return;
  started = true;
  if (person()) void weighSent();
  if (!isPossible()) return;
  document.addEventListener("outbox", () => void mark());
  void mark();
  // On the page of signing in nobody is; other pages without a person say nothing about that.
  if (!person()) return void (document.body.matches(".signed-out") && forgetPages());
  void forgetPages(person());
  keepSending();
  keepPage(document.querySelector<HTMLElement>("[data-keep-page]"));
  // It is the browser's to decide; without it the pages do what they did before.
  void navigator.serviceWorker?.register("/service-worker.js").catch(() => undefined);
}

async function mark(): Promise<void> {
  const sign = document.querySelector<HTMLElement>("[data-outbox-mark]");
  if (!sign || !person()) return;
  const count = (await held()).length;
  sign.hidden = !count;
  sign.querySelector("[data-outbox-count]")!.textContent = String(count);
  sign.title = (troubleNow() === "signed-out" ? sign.dataset.signedOut : sign.dataset.waits) ?? "";
}

/** What a form would send, as an entry has it: texts, numbers, lists of them. */
export function fieldsOf(form: HTMLFormElement, submitter: HTMLElement | null): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of new FormData(form, submitter)) {
    if (name === "csrfmiddlewaretoken" || typeof value !== "string") continue;
    const number = form.querySelector(`[name="${CSS.escape(name)}"][data-number]`) !== null;
    const given = number ? Number(value) : value;
    fields[name] = name in fields ? [fields[name], given].flat() : given;
  }
  return fields;
}

export const queued: Island<HTMLFormElement> = (form, signal) => {
  if (!isPossible() || !person()) return;
  const said = form.querySelector<HTMLElement>("[data-queued]");
  let id = "";
  const say = (state: "saved" | "done" | "refused", reason = "") => {
    form.dataset.state = state;
    for (const button of form.querySelectorAll("button")) button.disabled = state !== "refused";
    if (!said) return;
    said.hidden = false;
    said.textContent = [said.dataset[state], reason].filter(Boolean).join(" ");
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (form.dataset.state && form.dataset.state !== "refused") return;
    const { kind = "", stream = kind, title, label, base } = form.dataset;
    const pressed = event.submitter;
    pressed?.setAttribute("aria-busy", "true");
    form.dataset.state = "saving";
    put({ kind, stream, title, label, base, fields: fieldsOf(form, pressed) })
      .then((entry) => {
        id = entry.id;
        pressed?.removeAttribute("aria-busy");
        say("saved");
        start();
      })
      .catch(() => {
        // The device takes nothing more: with a line it goes as any other form, past this listener.
        delete form.dataset.state;
        pressed?.removeAttribute("aria-busy");
        if (navigator.onLine) return form.submit();
        if (said) [said.hidden, said.textContent] = [false, said.dataset.full ?? ""];
      });
  });
  document.addEventListener(
    "outbox",
    (event) => {
      const news = (event as CustomEvent<News>).detail;
      if (!id || news.id !== id || news.state === "idle") return;
      say(news.state, news.reason);
      if (news.state === "done" && "reload" in form.dataset) setTimeout(() => location.reload(), 700);
    },
    { signal },
  );
};

/** Before somebody signs out: what they would lose is named. Answers "stay" when they'd rather not go. */
export async function leave(): Promise<"stay" | "go"> {
  if (!isPossible()) return "go";
  await Promise.race([send(), new Promise((resolve) => setTimeout(resolve, 3000))]);
  const [waiting, forms] = [(await held()).filter(({ state }) => state === "waiting").length, await begun(person())];
  const stays = waiting + forms > 0 && !(await asksToGo(waiting, forms));
  if (stays) return "stay";
  await forgetPages();
  await destroy(person());
  return "go";
}

function asksToGo(waiting: number, forms: number): Promise<boolean> {
  const pattern = document.querySelector<HTMLTemplateElement>("#leave-device");
  const dialog = pattern?.content.querySelector("dialog")?.cloneNode(true) as HTMLDialogElement | undefined;
  if (!dialog) return Promise.resolve(true);
  for (const [name, number] of Object.entries({ waiting, forms })) {
    const line = dialog.querySelector<HTMLElement>(`[data-${name}]`)!;
    line.hidden = !number;
    line.querySelector("b")!.textContent = String(number);
  }
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "go");
    });
  });
}
