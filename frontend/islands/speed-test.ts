/**
 * Measures a line: parts of random bytes down, then up, two at a time, ten seconds each. The server counts.
 *
 *   <form data-island="speed-test" data-tests="/speed-tests/">
 *     <p role="status" data-said data-down="…" data-up="…" data-broken="…" data-short="…"></p>
 *     <div hidden data-bar><progress></progress></div>
 *     <dl hidden data-result><dd data-result-down></dd><dd data-result-up></dd></dl>
 *   </form>
 *
 * A part is as large as about half a second carries. What went down is counted when the next part is asked for, so that
 * bytes that wait on the way count nothing.
 */
import type { Island } from "../island.ts";

const LASTS = 10_000; // milliseconds of a direction, after which no part begins
const FIRST = 64 * 1024;
const LARGEST = 8 * 1024 * 1024;
const WANTED = 500; // milliseconds that a part should take
const AT_ONCE = 2;

export const speedTest: Island<HTMLFormElement> = (form) => {
  const said = form.querySelector<HTMLElement>("[data-said]")!;
  const bar = form.querySelector<HTMLElement>("[data-bar]")!;
  const result = form.querySelector<HTMLElement>("[data-result]")!;
  const button = form.querySelector<HTMLButtonElement>("button[type=submit]")!;
  const token = () => (form.elements.namedItem("csrfmiddlewaretoken") as HTMLInputElement).value;
  const some = new Uint8Array(LARGEST);
  const fill = () => {
    for (let at = 0; at < LARGEST; at += FIRST) crypto.getRandomValues(some.subarray(at, at + FIRST));
  };

  const ask = async (address: string, body?: BodyInit): Promise<Response> => {
    const headers = { "X-CSRFToken": token() };
    const answer = await fetch(address, body === undefined ? { cache: "no-store" } : { method: "POST", headers, body });
    if (!answer.ok) throw new Error(String(((await answer.json()) as { reason?: string }).reason ?? answer.status));
    return answer;
  };

  /** Carries parts one after another until the time is over. */
  async function chain(address: string, way: "down" | "up", ends: number): Promise<void> {
    let size = FIRST;
    let got = 0;
    while (performance.now() < ends) {
      const begun = performance.now();
      if (way === "down") got = (await (await ask(`${address}?size=${size}&got=${got}`)).arrayBuffer()).byteLength;
      else await ask(address, some.subarray(0, size));
      const took = Math.max(performance.now() - begun, 1);
      size = Math.round(Math.min(Math.max((size * WANTED) / took, size / 2, FIRST), size * 2, LARGEST));
    }
    if (way === "down") await ask(`${address}?size=0&got=${got}`);
  }

  async function carry(test: string, way: "down" | "up", from: number): Promise<void> {
    said.textContent = said.dataset[way] ?? "";
    const begun = performance.now();
    const progress = bar.querySelector("progress")!;
    const tick = setInterval(() => (progress.value = from + (50 * (performance.now() - begun)) / LASTS), 200);
    const address = `${form.dataset.tests}${test}/${way}/`;
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, () => chain(address, way, begun + LASTS)));
    } finally {
      clearInterval(tick);
    }
  }

  async function run(): Promise<void> {
    const wanted = new FormData(form);
    wanted.delete("once"); // each press is another test
    const begun = (await (await ask(form.action, wanted)).json()) as { test: number };
    const test = String(begun.test);
    bar.hidden = false;
    // Not a Blob: of those a browser keeps so many that it runs out of room.
    fill();
    await carry(test, "down", 0);
    await carry(test, "up", 50);
    const found = (await (await ask(`${form.dataset.tests}${test}/end/`, "")).json()) as { down: string; up: string };
    result.hidden = false;
    result.querySelector("[data-result-down]")!.textContent = found.down || "—";
    result.querySelector("[data-result-up]")!.textContent = found.up || "—";
    said.textContent = found.down && found.up ? "" : (said.dataset.short ?? "");
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (button.disabled) return;
    button.disabled = true;
    result.hidden = true;
    run()
      .catch((problem: Error) => (said.textContent = /\D/.test(problem.message) && !(problem instanceof TypeError) ? problem.message : (said.dataset.broken ?? "")))
      .finally(() => {
        button.disabled = false;
        bar.hidden = true;
      });
  });
};
