/** The bar of a player: where it is, going elsewhere, and a picture of the place that is pointed at. */
import { clock } from "./clock.ts";
import { pictures, show, type Picture } from "./pictures.ts";

export interface SeekBar {
  /** Seconds of the whole recording, 0 while unknown. */
  length: () => number;
}

export function seekBar(root: HTMLElement, media: HTMLMediaElement, go: (place: number) => void): SeekBar {
  const box = root.querySelector<HTMLElement>(".player-seek");
  const range = box?.querySelector<HTMLInputElement>("input[type=range]");
  const now = root.querySelector("[data-now]");
  const known = Number(range?.max ?? 0);
  const length = () => (Number.isFinite(media.duration) && media.duration > 0 ? media.duration : known);
  if (!box || !range) return { length };

  const say = (place: number) => {
    if (now) now.textContent = clock(place);
    range.setAttribute("aria-valuetext", `${clock(place)} / ${clock(length())}`);
  };
  let held = false;
  media.addEventListener("timeupdate", () => {
    if (held) return;
    range.value = String(media.currentTime);
    say(media.currentTime);
  });
  const ticks = () => {
    for (const tick of root.querySelectorAll<SVGCircleElement>("[data-tick]")) {
      tick.setAttribute("cx", String((Number(tick.dataset.tick) / (length() || 1)) * 1000));
      tick.setAttribute("cy", "2");
      tick.setAttribute("r", "2");
    }
  };
  media.addEventListener("durationchange", () => {
    range.max = String(length());
    ticks();
  });
  ticks();
  range.addEventListener("input", () => {
    held = true;
    say(Number(range.value));
    preview(Number(range.value));
  });
  range.addEventListener("change", () => {
    held = false;
    go(Number(range.value));
    hide();
  });

  const bubble = box.querySelector<HTMLElement>(".player-preview");
  const picture = box.querySelector<HTMLElement>(".player-picture");
  const said = bubble?.querySelector("output");
  let all: Promise<Picture[]> | null = null;
  const hide = () => {
    if (bubble) bubble.hidden = true;
  };
  const preview = (place: number) => {
    if (!bubble || !picture || !length()) return;
    bubble.hidden = false;
    bubble.style.insetInlineStart = `${(place / length()) * 100}%`;
    if (said) said.textContent = clock(place);
    const url = box.dataset.pictures;
    picture.hidden = !url;
    if (url) void (all ??= pictures(url)).then((found) => show(picture, found, place));
  };
  range.addEventListener("pointermove", ({ clientX }) => {
    const { left, width } = range.getBoundingClientRect();
    preview(Math.min(1, Math.max(0, (clientX - left) / width)) * length());
  });
  range.addEventListener("pointerleave", hide);
  range.addEventListener("blur", hide);
  return { length };
}
