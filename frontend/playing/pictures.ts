/**
 * The picture at a place of a video, from the sheet of small pictures that a WebVTT file describes:
 * each cue names a part of the sheet as `sprite.jpg#xywh=160,90,160,90` (W3C Media Fragments).
 */
export interface Picture {
  from: number;
  until: number;
  url: string;
  area: [x: number, y: number, width: number, height: number];
}

const line = /^(\S+) --> (\S+)\n(\S+)#xywh=(\d+),(\d+),(\d+),(\d+)/gm;

function seconds(clock: string): number {
  return clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}

export async function pictures(url: string): Promise<Picture[]> {
  const answer = await fetch(url);
  if (!answer.ok) return []; // the recording plays without them
  const text = await answer.text();
  return [...text.matchAll(line)].map(([, from, until, name, x, y, width, height]) => ({
    from: seconds(from ?? ""),
    until: seconds(until ?? ""),
    url: new URL(name ?? "", new URL(url, location.href)).href,
    area: [Number(x), Number(y), Number(width), Number(height)],
  }));
}

export function show(element: HTMLElement, all: Picture[], place: number): void {
  const found = all.find(({ from, until }) => place >= from && place < until) ?? all.at(-1);
  element.hidden = !found;
  if (!found) return;
  const [x, y, width, height] = found.area;
  element.style.backgroundImage = `url("${found.url}")`;
  element.style.backgroundPosition = `-${x}px -${y}px`;
  element.style.width = `${width}px`;
  element.style.height = `${height}px`;
}
