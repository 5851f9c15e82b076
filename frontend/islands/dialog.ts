/**
 * A native dialog, opened from anywhere and closed by its own buttons, Esc, or a click beside it.
 *
 *   <button data-dialog-open="the-id">…</button>
 *   <dialog id="the-id" data-island="dialog" [data-open]> … <button data-dialog-close>…</button> </dialog>
 *
 * Focus goes to the element with `autofocus`, and back to the opener afterwards (the browser does both).
 * A dialog with `data-open` opens as soon as it arrives, so an htmx answer can be a dialog.
 */
import type { Island } from "../island.ts";

export function openDialog(id: string): HTMLDialogElement | null {
  const dialog = document.getElementById(id);
  if (!(dialog instanceof HTMLDialogElement)) return null;
  if (!dialog.open) {
    dialog.showModal();
    dialog.dispatchEvent(new CustomEvent("dialog:open"));
  }
  return dialog;
}

export const dialog: Island<HTMLDialogElement> = (element) => {
  let pressedBeside = false;
  element.addEventListener("pointerdown", ({ target }) => {
    pressedBeside = target === element;
  });
  element.addEventListener("click", ({ target }) => {
    const closes = (target as Element).closest("[data-dialog-close]");
    if (closes || (target === element && pressedBeside)) element.close();
  });
  if ("open" in element.dataset && !element.open) element.showModal();
};

document.addEventListener("click", ({ target }) => {
  const opener = (target as Element).closest<HTMLElement>("[data-dialog-open]");
  if (opener?.dataset.dialogOpen) openDialog(opener.dataset.dialogOpen);
});
