/**
 * A photo that goes along with a form that waits on the device: made small enough for the outbox, into a hidden field.
 *
 *   <div data-island="photo" data-most="44000">
 *     <label>… <input type="file" accept="image/*" capture="environment"></label>
 *     <input type="hidden" name="photo"> <p role="status" data-photo-said data-taken="…" data-failed="…"></p>
 *   </div>
 *
 * The place where a picture was taken and whatever else the camera wrote into it is left behind by drawing it anew.
 */
import type { Island } from "../island.ts";

const SIDES = [1280, 960, 720, 540, 400, 320];
const QUALITIES = [0.7, 0.5, 0.35];

async function small(file: File, most: number): Promise<string> {
  const picture = await createImageBitmap(file);
  const sheet = document.createElement("canvas");
  for (const side of SIDES) {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    sheet.width = Math.max(1, Math.round(picture.width * scale));
    sheet.height = Math.max(1, Math.round(picture.height * scale));
    sheet.getContext("2d")!.drawImage(picture, 0, 0, sheet.width, sheet.height);
    for (const quality of QUALITIES) {
      const found = sheet.toDataURL("image/jpeg", quality);
      if (found.length <= most) return found;
    }
  }
  throw new RangeError("no size of the picture is small enough");
}

export const photo: Island = (element) => {
  const input = element.querySelector<HTMLInputElement>("input[type=file]");
  const field = element.querySelector<HTMLInputElement>("input[type=hidden]");
  const said = element.querySelector<HTMLElement>("[data-photo-said]");
  if (!input || !field) return;
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    field.value = "";
    if (said) said.textContent = "";
    if (!file) return;
    small(file, Number(element.dataset.most ?? "44000")).then(
      (found) => {
        field.value = found;
        if (said) said.textContent = said.dataset.taken ?? "";
      },
      () => {
        if (said) said.textContent = said.dataset.failed ?? "";
      },
    );
  });
};
