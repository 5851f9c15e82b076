/**
 * What the classroom screen needs besides `deck.ts`: what is shown in class counts as use.
 *
 *   <div data-island="classroom" data-watched="/…/"> <main data-deck> … </main> </div>
 */
import type { Island } from "../island.ts";
import { send } from "../playing/outbox.ts";
import { Recorder } from "../playing/recorder.ts";
import { follow } from "./watching.ts";

export const classroom: Island = (element, signal) => {
  const url = element.dataset.watched ?? "";
  const followed = new WeakSet<HTMLMediaElement>();
  let reading: Recorder | null = null;
  const stop = () => {
    reading?.close();
    reading = null;
  };
  const recorder = ({ dataset }: HTMLElement, timed: boolean) =>
    new Recorder(url, Number(dataset.resource), Number(dataset.file), timed);

  element.addEventListener("slide:show", ({ target }) => {
    stop();
    const slide = target as HTMLElement;
    if (!slide.dataset.file) return;
    const media = slide.querySelector<HTMLMediaElement>("video, audio");
    if (media) {
      if (!followed.has(media)) follow(media, recorder(slide, true));
      followed.add(media);
      return;
    }
    reading = recorder(slide, false);
    reading.open(Number(slide.dataset.page ?? 1));
  });
  void send(url);
  window.addEventListener("online", () => void send(url), { signal });
  window.addEventListener("pagehide", stop, { signal });
};
