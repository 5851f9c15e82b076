/**
 * A player for recordings around the browser's own element, which stays usable when this never arrives.
 *
 *   <section data-island="player" data-at="12.5" data-lost="…" data-broken="…">
 *     <div class="player-stage"> <video controls preload="none" data-hls="…/master.m3u8"> … <p class="player-notice" hidden> </div>
 *     <div class="player-bar" hidden> [data-play] [data-skip=10] .player-seek[data-pictures] [data-now] [data-whole]
 *        [data-mute] select[data-speed] select[data-captions] select[data-quality] [data-full] </div>
 *     <p class="player-resume" hidden> <button data-resume> </p>
 *     notes: [data-go="12.5"] jumps there, form[data-write] gets the place in its field `at`
 *   </section>
 *
 * Keys: space and K play, ← → 5 s, J L 10 s, ↑ ↓ sound, M mute, F full screen, C subtitles, < > speed, 0–9 tenths, N note.
 * Nothing of a video is fetched before somebody plays it: on a phone every megabyte costs.
 */
import type { Island } from "../island.ts";
import { attach, type Stream } from "../playing/hls.ts";
import { seekBar } from "../playing/seek-bar.ts";
import { notes } from "../playing/notes.ts";
import { clock } from "../playing/clock.ts";
import { waveform } from "../playing/waveform.ts";

export const player: Island = (root, signal) => {
  const media = root.querySelector<HTMLMediaElement>("video, audio");
  const bar = root.querySelector<HTMLElement>(".player-bar");
  const notice = root.querySelector<HTMLElement>(".player-notice");
  if (!media || !bar || !notice) return;
  media.controls = false;
  bar.hidden = false;
  const find = <E extends HTMLElement>(selector: string) => root.querySelector<E>(selector);
  const start = find<HTMLElement>(".player-start");
  if (start) start.hidden = false;
  const say = (text = "") => {
    notice.textContent = text;
    notice.hidden = !text;
  };

  const resume = Number(root.dataset.at ?? 0);
  const resumeLine = find(".player-resume");
  if (resumeLine) resumeLine.hidden = resume < 5;

  let stream: Promise<Stream> | null = null;
  const ready = async () => {
    const url = media.dataset.hls;
    if (!url || !(media instanceof HTMLVideoElement)) return;
    stream ??= attach(
      media,
      url,
      { line: (isUp) => say(isUp ? "" : root.dataset.lost), broken: () => say(root.dataset.broken) },
      signal,
    );
    await stream;
  };
  media.addEventListener("error", () => say(root.dataset.broken));

  const play = async () => {
    await ready();
    await media.play().catch((problem: unknown) => {
      if (!(problem instanceof DOMException && problem.name === "AbortError")) say(root.dataset.broken);
    });
  };
  const toggle = () => (media.paused ? void play() : media.pause());
  const go = async (place: number, andPlay = false) => {
    if (andPlay) void play();
    else await ready();
    if (media.readyState > 0) media.currentTime = place;
    else media.addEventListener("loadedmetadata", () => (media.currentTime = place), { once: true });
  };
  const skip = (seconds: number) => void go(Math.max(0, media.currentTime + seconds));

  const showState = () => {
    root.toggleAttribute("data-playing", !media.paused);
    if (!media.paused) {
      if (start) start.hidden = true;
      if (resumeLine) resumeLine.hidden = true;
    }
  };
  for (const name of ["play", "pause", "ended"]) media.addEventListener(name, showState);
  media.addEventListener("click", toggle);
  media.addEventListener("waiting", () => root.toggleAttribute("data-waiting", true));
  for (const name of ["playing", "pause", "canplay"]) {
    media.addEventListener(name, () => root.removeAttribute("data-waiting"));
  }

  const bars = seekBar(root, media, go);
  const write = notes(root, media, (place) => void go(place, true));
  waveform(root, media);
  const whole = find("[data-whole]");
  media.addEventListener("durationchange", () => {
    if (whole && Number.isFinite(media.duration)) whole.textContent = clock(media.duration);
  });

  const speed = find<HTMLSelectElement>("[data-speed]");
  speed?.addEventListener("change", () => (media.playbackRate = Number(speed.value)));
  const faster = (step: number) => {
    if (!speed) return;
    speed.selectedIndex = Math.min(Math.max(0, speed.selectedIndex + step), speed.length - 1);
    media.playbackRate = Number(speed.value);
  };
  media.addEventListener("loadedmetadata", () => (media.playbackRate = Number(speed?.value ?? 1)));

  const captions = find<HTMLSelectElement>("[data-captions]");
  const showCaptions = () => {
    for (const track of media.textTracks) track.mode = track.language === captions?.value ? "showing" : "disabled";
  };
  captions?.addEventListener("change", showCaptions);
  if (captions) showCaptions();

  const quality = find<HTMLSelectElement>("[data-quality]");
  quality?.addEventListener("change", async () => {
    await ready();
    (await stream)?.choose(Number(quality.value));
  });

  const mute = () => {
    media.muted = !media.muted;
    find("[data-mute]")?.setAttribute("aria-pressed", String(media.muted));
  };
  const full = () => {
    if (document.fullscreenElement) void document.exitFullscreen();
    else if (root.requestFullscreen) void root.requestFullscreen();
    else (media as HTMLVideoElement & { webkitEnterFullscreen?: () => void }).webkitEnterFullscreen?.();
  };

  root.addEventListener("click", ({ target }) => {
    const button = (target as Element).closest<HTMLElement>("[data-play], [data-skip], [data-mute], [data-full], [data-resume]");
    if (!button) return;
    if (button.matches("[data-play]")) toggle();
    else if (button.matches("[data-mute]")) mute();
    else if (button.matches("[data-full]")) full();
    else if (button.matches("[data-resume]")) void go(resume, true);
    else skip(Number(button.dataset.skip));
  });

  const keys: Record<string, () => void> = {
    " ": toggle,
    k: toggle,
    arrowleft: () => skip(-5),
    arrowright: () => skip(5),
    j: () => skip(-10),
    l: () => skip(10),
    arrowup: () => (media.volume = Math.min(1, media.volume + 0.1)),
    arrowdown: () => (media.volume = Math.max(0, media.volume - 0.1)),
    m: mute,
    f: full,
    c: () => {
      if (!captions) return;
      captions.selectedIndex = captions.selectedIndex ? 0 : 1;
      showCaptions();
    },
    "<": () => faster(-1),
    ">": () => faster(1),
    n: write,
  };
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.target as HTMLElement;
    if (target.matches("input:not([type=range]), select, textarea")) return;
    const key = event.key.toLowerCase();
    if (key === " " && target.matches("button, a")) return;
    const act = /^\d$/.test(key) ? () => void go((bars.length() * Number(key)) / 10) : keys[key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
};
