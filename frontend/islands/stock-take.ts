/**
 * Counting a room: codes from the camera, a scanner or the keyboard tick what they stand on; others are noted.
 *
 *   <form data-island="stock-take queued">
 *     <label hidden data-scan-field><input data-scan></label> <button hidden data-camera>
 *     <p role="status" data-scan-said data-known="Ticked:" data-unknown="Noted:"></p>
 *     <input type="checkbox" name="seen" value="7" data-codes="label number serial">
 *     <textarea name="codes" data-scan-more></textarea> <span data-scan-count></span>
 *   </form>
 *
 * A label's code is the address of its page; what counts is the last part. Without the script people tick by hand.
 */
import type { Island } from "../island.ts";

interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
type DetectorMaker = new (options: { formats: string[] }) => Detector;

const PAUSE = 250; // milliseconds between two looks through the camera
const last = (code: string) => code.trim().replace(/\/+$/, "").split("/").pop()!;
const short = (code: string) => last(code).toLowerCase();

export const stockTake: Island<HTMLFormElement> = (form, signal) => {
  const boxes = [...form.querySelectorAll<HTMLInputElement>("input[data-codes]")];
  const field = form.querySelector<HTMLInputElement>("[data-scan]")!;
  const more = form.querySelector<HTMLTextAreaElement>("[data-scan-more]")!;
  const said = form.querySelector<HTMLElement>("[data-scan-said]")!;
  const count = form.querySelector("[data-scan-count]")!;

  const show = () => (count.textContent = `${boxes.filter(({ checked }) => checked).length} / ${boxes.length}`);

  const take = (code: string) => {
    const name = short(code);
    if (!name) return;
    const box = boxes.find(({ dataset }) => dataset.codes!.toLowerCase().split(" ").includes(name));
    if (box) {
      box.checked = true;
      said.textContent = `${said.dataset.known} ${box.parentElement!.textContent!.trim()}`;
    } else {
      const lines = more.value.split("\n").filter(Boolean);
      if (!lines.some((line) => short(line) === name)) more.value = [...lines, last(code)].join("\n");
      said.textContent = `${said.dataset.unknown} ${last(code)}`;
    }
    show();
  };

  field.closest<HTMLElement>("[data-scan-field]")!.hidden = false;
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // scanners end with it, and the room isn't finished
    take(field.value);
    field.value = "";
  });
  form.addEventListener("change", show);
  show();

  const Maker = (globalThis as { BarcodeDetector?: DetectorMaker }).BarcodeDetector;
  const button = form.querySelector<HTMLButtonElement>("[data-camera]")!;
  if (!Maker || !navigator.mediaDevices) return;
  button.hidden = false;
  button.addEventListener("click", () => void look(new Maker({ formats: ["qr_code", "code_128"] })));

  async function look(detector: Detector): Promise<void> {
    if (form.querySelector("video")) return;
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }).catch(() => null);
    if (!stream) return;
    const video = Object.assign(document.createElement("video"), { srcObject: stream, muted: true, playsInline: true });
    button.after(video);
    const stop = () => {
      stream.getTracks().forEach((track) => track.stop());
      video.remove();
    };
    signal.addEventListener("abort", stop);
    video.addEventListener("click", stop);
    form.addEventListener("submit", stop);
    await video.play();
    let last = "";
    while (video.isConnected && stream.active) {
      const [found] = await detector.detect(video).catch(() => []);
      if (found && found.rawValue !== last) take((last = found.rawValue));
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }
};
