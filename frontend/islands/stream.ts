/**
 * Plays a video from HLS where the browser can't by itself.
 *
 *   <video data-island="stream" data-stream="…/master.m3u8" controls></video>
 *
 * `data-level` then holds the height of the rung being shown. The player is loaded when the video is about
 * to be seen.
 */
import type { Island } from "../island.ts";

export const stream: Island<HTMLVideoElement> = (video, signal) => {
  const url = video.dataset.stream;
  if (!url) return;
  if (!("MediaSource" in window) && video.canPlayType("application/vnd.apple.mpegurl")) {
    video.src = url;
    return;
  }
  const watcher = new IntersectionObserver((seen) => {
    if (!seen.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    void play(video, url, signal);
  });
  watcher.observe(video);
  signal.addEventListener("abort", () => watcher.disconnect());
};

async function play(video: HTMLVideoElement, url: string, signal: AbortSignal): Promise<void> {
  const { default: Hls } = await import("hls.js/light");
  if (signal.aborted) return;
  const hls = new Hls({ capLevelToPlayerSize: true, enableWorker: false });
  hls.on(Hls.Events.LEVEL_SWITCHED, (_event, { level }) => {
    video.dataset.level = String(hls.levels[level]?.height ?? "");
  });
  hls.loadSource(url);
  hls.attachMedia(video);
  signal.addEventListener("abort", () => hls.destroy());
}
