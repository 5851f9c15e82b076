/**
 * Uploads that survive a broken line, a closed tab and a restarted server (tus 1.0).
 *
 *   <div data-island="upload" data-endpoint="…" data-state="…/0/state/" data-token="CSRF" data-limit="bytes" data-name="files">
 *     <label> <input type="file" multiple> </label>
 *     <ul data-upload-list></ul>
 *     <template data-upload-item> … data-upload-name, -bar, -said, -pause, -go, -again, -open, -drop </template>
 *     <template data-upload-words data-waiting="…" data-paused="…" …></template>
 *   </div>
 *
 * Files are dropped on the element or chosen. With `data-name` each complete file leaves a hidden input with
 * its id, for the form around; without `data-token` the form's own is used. A form that is sent too early waits
 * until the files have arrived, and isn't sent while one is paused or has stopped. The protocol's client is loaded when the first file is chosen.
 */
import type { Island } from "../island.ts";
import type { FileUpload, Words } from "./upload-file.ts";

const AT_ONCE = 2;
const ON_ITS_WAY = '[data-live]:is([data-state="waiting"], [data-state="sending"])';
const HELD = '[data-live]:is([data-state="paused"], [data-state="stopped"])';
const STOPPED = '[data-live]:is([data-state="paused"], [data-state="stopped"], [data-state="refused"])';

export const upload: Island = (element, signal) => {
  const input = element.querySelector<HTMLInputElement>("input[type=file]");
  const list = element.querySelector("[data-upload-list]");
  const pattern = element.querySelector<HTMLTemplateElement>("template[data-upload-item]");
  const words = element.querySelector<HTMLTemplateElement>("template[data-upload-words]")?.dataset as Words | undefined;
  if (!input || !list || !pattern || !words) return;
  const waiting: (() => Promise<void>)[] = [];
  const form = element.dataset.name ? element.closest("form") : null;
  let running = 0;
  let pressed: HTMLElement | null | undefined; // what sent the form before the files were there

  const sendForm = () => {
    if (pressed === undefined || element.querySelector(ON_ITS_WAY)) return;
    const by = pressed;
    pressed = undefined;
    by?.removeAttribute("aria-busy");
    if (!element.querySelector(STOPPED)) form?.requestSubmit(by);
  };

  const next = () => {
    while (running < AT_ONCE && waiting.length) {
      running++;
      void waiting.shift()!().finally(() => {
        running--;
        next();
        sendForm();
      });
    }
  };
  // Each file has its line at once: while the client is being loaded, a form that is sent waits for it as well.
  const take = async (files: Iterable<File>) => {
    const taken = [...files].map((file) => ({ file, item: lineOf(file) }));
    list.append(...taken.map(({ item }) => item));
    const client = await import("./upload-file.ts").catch(() => undefined);
    for (const { file, item } of taken) {
      if (!client) offerAgain(file, item);
      else if (item.isConnected) begin(new client.FileUpload(file, item, element, words));
    }
    next();
    sendForm();
  };
  const begin = (one: FileUpload) => {
    if (one.isPossible) waiting.push(() => one.run());
  };
  const lineOf = (file: File) => {
    const item = (pattern.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
    Object.assign(item.dataset, { live: "", state: "waiting" });
    item.querySelector("[data-upload-name]")!.textContent = file.name;
    item.querySelector("[data-upload-said]")!.textContent = words.waiting;
    return item;
  };
  const offerAgain = (file: File, item: HTMLElement) => {
    item.dataset.state = "stopped";
    item.querySelector("[data-upload-said]")!.textContent = words.failed;
    item.querySelector<HTMLElement>("[data-upload-pause]")!.hidden = true;
    const again = item.querySelector<HTMLElement>("[data-upload-again]")!;
    again.hidden = false;
    again.addEventListener("click", () => {
      item.remove();
      void take([file]);
    });
    item.querySelector("[data-upload-drop]")!.addEventListener("click", () => item.remove());
  };
  const over = (is: boolean) => (is ? (element.dataset.over = "") : delete element.dataset.over);

  input.addEventListener("change", () => {
    void take([...(input.files ?? [])]);
    input.value = "";
  });
  element.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  element.addEventListener("dragleave", () => over(false));
  element.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    void take([...(event.dataTransfer?.files ?? [])]);
  });
  list.addEventListener("click", ({ target }) => {
    // Files that the page came with; those added here look after themselves.
    const item = (target as Element).closest("[data-upload-drop]")?.closest("li:not([data-live])");
    item?.remove();
  });
  form?.addEventListener(
    "submit",
    (event) => {
      const held = element.querySelector<HTMLElement>(HELD);
      if (held) {
        event.preventDefault(); // never without a file that is still wanted: go on with it, or leave it out
        held.querySelector<HTMLElement>("[data-upload-go]:not([hidden]), [data-upload-again]:not([hidden])")?.focus();
        return;
      }
      if (!element.querySelector(ON_ITS_WAY)) return;
      event.preventDefault();
      pressed = event.submitter;
      pressed?.setAttribute("aria-busy", "true");
    },
    { signal },
  );
  window.addEventListener(
    "beforeunload",
    (event) => {
      if (element.querySelector('[data-live][data-state="sending"]')) event.preventDefault();
    },
    { signal },
  );
};
