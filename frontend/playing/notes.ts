/** Notes at a place: jumping to one, and writing one where the recording is. */
import { clock } from "./clock.ts";

/** Gives the function that begins a note here. The list is replaced by the server's answer, so nothing of it is kept. */
export function notes(root: HTMLElement, media: HTMLMediaElement, go: (place: number) => void): () => void {
  const form = () => root.querySelector<HTMLFormElement>("[data-write]");
  const place = () => form()?.querySelector<HTMLInputElement>("input[name=at]");
  const text = () => form()?.querySelector<HTMLInputElement>("input[name=text]");
  /** The place stays where it was when somebody began to write, however long that takes. */
  const take = () => {
    const field = place();
    const shown = form()?.querySelector("[data-write-place]");
    if (!field || text()?.value) return;
    field.value = media.currentTime.toFixed(1);
    if (shown) shown.textContent = clock(media.currentTime);
  };
  media.addEventListener("timeupdate", take);
  root.addEventListener("focusin", ({ target }) => {
    if (target === text()) take();
  });
  root.addEventListener("click", ({ target }) => {
    const mark = (target as Element).closest<HTMLElement>("[data-go]");
    if (mark) go(Number(mark.dataset.go));
  });
  return () => {
    take();
    text()?.focus();
  };
}
