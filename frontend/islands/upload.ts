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
 * its id, for the form around. The protocol's client is loaded when the first file is chosen.
 */
import type { Island } from "../island.ts";
import type { Words } from "./upload-file.ts";

const AT_ONCE = 2;

export const upload: Island = (element, signal) => {
  const input = element.querySelector<HTMLInputElement>("input[type=file]");
  const list = element.querySelector("[data-upload-list]");
  const pattern = element.querySelector<HTMLTemplateElement>("template[data-upload-item]");
  const words = element.querySelector<HTMLTemplateElement>("template[data-upload-words]")?.dataset as Words | undefined;
  if (!input || !list || !pattern || !words) return;
  const waiting: (() => Promise<void>)[] = [];
  let running = 0;

  const next = () => {
    while (running < AT_ONCE && waiting.length) {
      running++;
      void waiting.shift()!().finally(() => {
        running--;
        next();
      });
    }
  };
  const take = async (files: Iterable<File>) => {
    const { FileUpload } = await import("./upload-file.ts");
    for (const file of files) {
      const item = (pattern.content.cloneNode(true) as DocumentFragment).firstElementChild as HTMLElement;
      list.append(item);
      const one = new FileUpload(file, item, element, words);
      if (one.isPossible) waiting.push(() => one.run());
    }
    next();
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
  window.addEventListener(
    "beforeunload",
    (event) => {
      if (element.querySelector('[data-live][data-state="sending"]')) event.preventDefault();
    },
    { signal },
  );
};
