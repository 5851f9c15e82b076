/**
 * HLS in a video, also over a line that comes and goes. The player's code is big and fetched with the first video.
 */
import type Hls from "hls.js/light";

export interface Told {
  /** The line is down, or back. */
  line: (isUp: boolean) => void;
  /** Nothing more can be done. */
  broken: () => void;
}

export interface Stream {
  /** Takes the rung of this height, 0 the one that the line allows. */
  choose: (height: number) => void;
}

const pause = 4000;

export async function attach(video: HTMLVideoElement, url: string, told: Told, signal: AbortSignal): Promise<Stream> {
  if (!("MediaSource" in window) && video.canPlayType("application/vnd.apple.mpegurl")) {
    video.src = url;
    return { choose: () => undefined };
  }
  const { default: Player } = await import("hls.js/light");
  const hls = new Player({
    enableWorker: false, // its worker would need a blob: address; the pieces are MP4 already, so there is little to do
    capLevelToPlayerSize: true,
    startLevel: 0, // the small rung first: something moves at once on a slow line
    abrEwmaDefaultEstimate: 400_000,
    maxBufferLength: 60,
  });
  signal.addEventListener("abort", () => hls.destroy());
  hls.on(Player.Events.LEVEL_SWITCHED, (_event, { level }) => {
    video.dataset.level = String(hls.levels[level]?.height ?? "");
  });
  listen(hls, Player, told, signal);
  hls.loadSource(url);
  hls.attachMedia(video);
  return {
    choose: (height) => {
      const level = hls.levels.findIndex((each) => each.height === height);
      // Who asks for a rung gets it at once: after the piece that is playing, a short video would be over.
      if (level >= 0) hls.currentLevel = level;
      else hls.nextLevel = -1;
    },
  };
}

function listen(hls: Hls, Player: typeof Hls, told: Told, signal: AbortSignal): void {
  let down = false;
  let rescued = 0;
  const lose = () => {
    if (!down) told.line(false);
    down = true;
  };
  const goOn = () => {
    if (!signal.aborted && down) hls.startLoad();
  };
  window.addEventListener("online", goOn, { signal });
  hls.on(Player.Events.FRAG_LOADED, () => {
    if (down) told.line(true);
    down = false;
  });
  hls.on(Player.Events.ERROR, (_event, problem) => {
    if (!problem.fatal) {
      // hls.js tries again for a minute before it gives up; whoever waits should know at once why.
      if (problem.type === Player.ErrorTypes.NETWORK_ERROR && !navigator.onLine) lose();
      return;
    }
    if (problem.type === Player.ErrorTypes.NETWORK_ERROR && problem.response?.code !== 404) {
      lose();
      setTimeout(() => (hls.levels.length ? goOn() : hls.loadSource(hls.url ?? "")), pause);
    } else if (problem.type === Player.ErrorTypes.MEDIA_ERROR && rescued++ < 2) hls.recoverMediaError();
    else told.broken();
  });
}
