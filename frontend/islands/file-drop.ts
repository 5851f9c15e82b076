/**
 * Drop a file on a field, or choose it by its ordinary button.
 *
 *   <div class="file-drop" data-island="file-drop"> <input type="file"> <p data-file-name></p> </div>
 */
import type { Island } from "../island.ts";

function readable(bytes: number): string {
  const unit = bytes < 1e6 ? "kB" : "MB";
  return `${(bytes / (bytes < 1e6 ? 1e3 : 1e6)).toLocaleString(undefined, { maximumFractionDigits: 1 })} ${unit}`;
}

export const fileDrop: Island = (element) => {
  const input = element.querySelector<HTMLInputElement>("input[type=file]");
  const name = element.querySelector("[data-file-name]");
  if (!input) return;
  const over = (is: boolean) => (is ? (element.dataset.over = "") : delete element.dataset.over);

  element.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  element.addEventListener("dragleave", () => over(false));
  element.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    if (!event.dataTransfer?.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("change", () => {
    if (name) name.textContent = [...(input.files ?? [])].map((file) => `${file.name} · ${readable(file.size)}`).join("\n");
  });
};
