/**
 * The page of what waits on this device and of what was refused.
 *
 *   <section data-island="outbox" data-empty="…">
 *     <p data-outbox-trouble hidden data-line="…" data-signed-out="…" data-other="…"></p>
 *     <ul data-outbox-list></ul>  <div data-outbox-empty hidden></div>
 *     <template data-outbox-line> <li> [data-label] [data-title] <time> [data-state data-waiting="…" data-refused="…"] </li> </template>
 *     <button data-outbox-send>
 *   </section>
 *   <button data-copy="text" data-copied="Copied.">
 *
 * On the page without a line (`data-alone`) nobody is known to be signed in: then only how much waits is shown, and
 * since when, of whoever was here last.
 */
import type { Island } from "../island.ts";
import { toast } from "../islands/toasts.ts";
import { start } from "./device.ts";
import { contentOf, forget, held, person, send, troubleNow, type Entry, type News } from "./queue.ts";
import { asked, isPossible, isThere, reading } from "./vault.ts";

async function shown(isAlone: boolean): Promise<Entry[]> {
  if (!isPossible() || !(await isThere())) return [];
  if (!isAlone) return held();
  const all = await asked<Entry[]>((await reading("entries")).getAll());
  return all.filter(({ state }) => state === "waiting");
}

async function copy(button: HTMLElement): Promise<void> {
  await navigator.clipboard.writeText(button.dataset.copy ?? "");
  toast({ text: button.dataset.copied ?? "" });
}

export const outbox: Island = (element, signal) => {
  const list = element.querySelector<HTMLElement>("[data-outbox-list]")!;
  const empty = element.querySelector<HTMLElement>("[data-outbox-empty]")!;
  const said = element.querySelector<HTMLElement>("[data-outbox-trouble]")!;
  const pattern = element.querySelector<HTMLTemplateElement>("[data-outbox-line]")!;
  const again = element.querySelector<HTMLButtonElement>("[data-outbox-send]");
  const isAlone = "alone" in element.dataset;
  const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

  const line = async (entry: Entry) => {
    const made = (pattern.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
    const content = isAlone ? undefined : await contentOf(entry).catch(() => undefined);
    made.querySelector("[data-label]")!.textContent = content?.label ?? made.dataset.something ?? "";
    made.querySelector("[data-title]")!.textContent = content?.title ?? "";
    const time = made.querySelector("time")!;
    time.dateTime = new Date(entry.made).toISOString();
    time.textContent = when.format(entry.made);
    return made;
  };
  const draw = async () => {
    // What was refused the server shows, with the reason: here it is only what hasn't been settled there yet.
    const all = await shown(isAlone);
    if (!isAlone && navigator.onLine && !troubleNow()) {
      await forget(all.filter(({ state }) => state === "refused").map(({ id }) => id));
    }
    const waiting = all.filter(({ state }) => state === "waiting");
    list.replaceChildren(...(await Promise.all(waiting.map(line))));
    empty.hidden = waiting.length > 0;
    const trouble = isAlone ? "line" : troubleNow();
    said.hidden = !trouble || !waiting.length;
    said.querySelector("[data-text]")!.textContent = (trouble === "signed-out" ? said.dataset.signedOut : said.dataset[trouble]) ?? "";
    if (again) again.hidden = !waiting.length;
  };
  let drawing = Promise.resolve();
  const redraw = () => (drawing = drawing.then(draw).catch(() => undefined));
  document.addEventListener(
    "outbox",
    (event) => {
      // What the server has just refused stands on the page as it is from now on.
      if ((event as CustomEvent<News>).detail.state === "refused") location.reload();
      else void redraw();
    },
    { signal },
  );
  document.addEventListener(
    "click",
    ({ target }) => {
      const button = (target as Element).closest<HTMLElement>("[data-copy]");
      if (button) void copy(button);
    },
    { signal },
  );
  again?.addEventListener("click", () => (isAlone ? location.reload() : void send()));
  if (isAlone) addEventListener("online", () => location.reload(), { signal });
  else if (person()) start();
  void redraw();
};
