/**
 * Tells the server what was watched or read, see `playing/outbox.ts`.
 *
 *   <section data-island="watching" data-watched="/…/" data-resource="1" data-file="2"> a video, or pages, or text </section>
 *
 * Pages say where one is by `place:change` with `{page: 3}`.
 */
import type { Island } from "../island.ts";
import { send } from "../playing/outbox.ts";
import { Recorder } from "../playing/recorder.ts";

export function follow(media: HTMLMediaElement, recorder: Recorder): void {
  let at = 0;
  media.addEventListener("playing", () => recorder.open((at = media.currentTime)));
  media.addEventListener("timeupdate", () => {
    if (media.seeking || media.paused) return;
    if (Math.abs(media.currentTime - at) > 5) recorder.open(media.currentTime);
    recorder.move((at = media.currentTime));
  });
  for (const name of ["pause", "seeking", "ended"]) media.addEventListener(name, () => recorder.close());
}

export const watching: Island = (element, signal) => {
  const { watched: url = "", resource, file } = element.dataset;
  const media = element.querySelector<HTMLMediaElement>("video, audio");
  const recorder = new Recorder(url, Number(resource), Number(file), Boolean(media));
  void send(url);
  window.addEventListener("online", () => void send(url), { signal });
  window.addEventListener("pagehide", () => recorder.close(), { signal });
  signal.addEventListener("abort", () => recorder.close());
  if (media) return follow(media, recorder);

  let page = 1;
  const begin = () => {
    if (!document.hidden) recorder.open(page);
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? recorder.close() : begin()), { signal });
  element.addEventListener("place:change", (event) => {
    page = (event as CustomEvent<{ page: number }>).detail.page;
    begin();
  });
  begin();
};
