/** The shape of a sound behind its seek bar; the part that was heard in another colour. */
export function waveform(root: HTMLElement, media: HTMLMediaElement): void {
  const drawing = root.querySelector<SVGSVGElement>("[data-peaks]");
  const url = drawing?.dataset.peaks;
  if (!drawing || !url) return;
  void draw(drawing, url);
  const heard = drawing.querySelector("rect");
  media.addEventListener("timeupdate", () => {
    if (media.duration) heard?.setAttribute("width", String((media.currentTime / media.duration) * 800));
  });
}

async function draw(drawing: SVGSVGElement, url: string): Promise<void> {
  const answer = await fetch(url);
  if (!answer.ok) return; // the sound plays without its picture
  const peaks = (await answer.json()) as number[];
  const step = 800 / Math.max(1, peaks.length);
  const bars = peaks.map((peak, number) => {
    const half = Math.max(1, peak * 48);
    return `M${(number * step).toFixed(1)} ${(50 - half).toFixed(1)}V${(50 + half).toFixed(1)}`;
  });
  for (const path of drawing.querySelectorAll("path")) path.setAttribute("d", bars.join(""));
}
