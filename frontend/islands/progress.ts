/**
 * The progress of a long job, asked for until it is over.
 *
 *   <div class="progress" data-island="progress" data-url="/jobs/7/progress/">
 *     <progress class="progress-bar" value="0" max="100"></progress> <span class="progress-text" role="status"></span>
 *   </div>
 *
 * The address answers JSON {"done": 40, "total": 100, "text": "…", "state": "running"} or, with
 * `data-stream`, sends the same as server-sent events. When `state` is no longer "running" or "queued"
 * the element gets a `job:end` event and, with `data-then="reload"`, the page is loaded again.
 */
import type { Island } from "../island.ts";

const slowest = 8000;

interface Progress {
  done: number;
  total: number | null;
  text: string;
  state: string;
}

export const progress: Island = (element, signal) => {
  const bar = element.querySelector<HTMLProgressElement>(".progress-bar");
  const text = element.querySelector(".progress-text");
  const { url, then } = element.dataset;
  if (!bar || !url) return;

  /** Shows one report; says whether the job goes on. */
  const show = (report: Progress): boolean => {
    if (report.total) {
      bar.max = report.total;
      bar.value = report.done;
    } else bar.removeAttribute("value");
    if (text && text.textContent !== report.text) text.textContent = report.text;
    if (report.state === "running" || report.state === "queued") return true;
    element.dispatchEvent(new CustomEvent("job:end", { bubbles: true, detail: report }));
    if (then === "reload") location.reload();
    return false;
  };

  const poll = async (pause: number) => {
    let next = pause;
    try {
      const answer = await fetch(url, { signal, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(`progress answered ${answer.status}`);
      if (!show((await answer.json()) as Progress)) return;
      next = 1000;
    } catch {
      if (signal.aborted) return;
      next = Math.min(pause * 2, slowest); // the line dropped or the server restarts: the job goes on
    }
    setTimeout(() => void poll(next), next);
  };

  if ("stream" in element.dataset) {
    const source = new EventSource(url);
    source.addEventListener("message", ({ data }) => {
      if (!show(JSON.parse(data as string) as Progress)) source.close();
    });
    signal.addEventListener("abort", () => source.close());
  } else void poll(500);
};
