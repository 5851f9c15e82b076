/**
 * Pages of a document, or a picture: leafing, zooming, searching.
 *
 *   <section data-island="pages" data-at="3" data-page-of="Page {page} of {pages}" data-found="Found on pages {pages}" data-nothing="…">
 *     <div class="paper-bar"> [data-turn=1] input[data-page-number] [data-zoom=1] form[data-search="text, pages parted by form feeds"]
 *        [data-full] <output class="paper-found"> </div>
 *     <div class="paper-room" tabindex="0"> <img class="paper-page" data-page="1"> … </div>
 *     notes as in `player.ts`
 *   </section>
 *
 * Keys: ← → PageUp PageDown turn, Home End, + − zoom, F full screen. Tells `place:change` with `{page}`.
 */
import type { Island } from "../island.ts";

const zooms = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4];

export const pages: Island = (root, signal) => {
  const room = root.querySelector<HTMLElement>(".paper-room");
  if (!room) return;
  const all = [...room.querySelectorAll<HTMLElement>(".paper-page")];
  const number = root.querySelector<HTMLInputElement>("[data-page-number]");
  const field = () => root.querySelector<HTMLInputElement>("[data-write] input[name=at]");
  let page = 1;
  let zoom = zooms.indexOf(1);
  let turned = 0;

  const note = () => {
    const [place, shown] = [field(), root.querySelector("[data-write-place]")];
    if (place) place.value = String(page);
    if (shown) shown.textContent = String(page);
  };
  root.addEventListener("focusin", note); // the form may be new: the server's answer replaced it
  const arrive = (at: number) => {
    if (number && document.activeElement !== number) number.value = String(at);
    if (at === page) return;
    page = at;
    note();
    root.dispatchEvent(new CustomEvent("place:change", { detail: { page } }));
  };
  const turn = (to: number) => {
    const target = all[Math.min(Math.max(1, to), all.length) - 1];
    if (!target) return;
    turned = performance.now();
    room.scrollTo({ top: target.offsetTop - room.offsetTop });
    arrive(Number(target.dataset.page));
  };
  const enlarge = (step: number) => {
    zoom = Math.min(Math.max(0, zoom + step), zooms.length - 1);
    room.style.setProperty("--zoom", String(zooms[zoom]));
    turn(page);
  };
  const full = () => (document.fullscreenElement ? void document.exitFullscreen() : void root.requestFullscreen?.());

  const visible = new Map<Element, number>();
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, intersectionRect } of entries) visible.set(target, intersectionRect.height);
      if (performance.now() - turned < 500) return; // on the way to the page that was asked for
      // Where several pages fit, the one that was asked for counts: another has to be seen more.
      const here = all[page - 1] as Element;
      const most = [...visible].reduce((best, each) => (each[1] > best[1] ? each : best), [here, visible.get(here) ?? 0]);
      arrive(Number((most[0] as HTMLElement).dataset.page));
    },
    { root: room, threshold: [0, 0.25, 0.5, 0.75, 1] },
  );
  if (all.length > 1) all.forEach((each) => watcher.observe(each));
  signal.addEventListener("abort", () => watcher.disconnect());

  number?.addEventListener("change", () => turn(Number(number.value)));
  root.addEventListener("click", ({ target }) => {
    const button = (target as Element).closest<HTMLElement>("[data-turn], [data-zoom], [data-full], [data-go]");
    const { turn: by, zoom: step, go } = button?.dataset ?? {};
    if (by) turn(page + Number(by));
    else if (step) enlarge(Number(step));
    else if (go) turn(Number(go));
    else if (button) full();
  });
  const keys: Record<string, () => void> = {
    ArrowLeft: () => turn(page - 1),
    PageUp: () => turn(page - 1),
    ArrowRight: () => turn(page + 1),
    PageDown: () => turn(page + 1),
    Home: () => turn(1),
    End: () => turn(all.length),
    "+": () => enlarge(1),
    "=": () => enlarge(1),
    "-": () => enlarge(-1),
    f: full,
  };
  root.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.target as Element).matches("input, textarea")) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });

  listen(root, turn, () => page);
  if (Number(root.dataset.at) > 1) turn(Number(root.dataset.at));
};

/** The form that searches: the first time it fetches the text, each further time it goes to the next place. */
function listen(root: HTMLElement, turn: (page: number) => void, page: () => number): void {
  const form = root.querySelector<HTMLFormElement>("[data-search]");
  const said = root.querySelector(".paper-found");
  const input = form?.querySelector("input");
  if (!form || !said || !input) return;
  let texts: Promise<string[]> | null = null;
  let last = "";
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wanted = input.value.trim().toLowerCase();
    if (!wanted) return;
    texts ??= fetch(form.dataset.search ?? "").then(async (answer) => (await answer.text()).toLowerCase().split("\f"));
    const found = (await texts.catch(() => ((texts = null), []))).flatMap((text, at) => (text.includes(wanted) ? [at + 1] : []));
    const words = found.length ? root.dataset.found : root.dataset.nothing;
    said.textContent = (words ?? "").replace("{pages}", found.slice(0, 12).join(", ") + (found.length > 12 ? " …" : ""));
    const next = found.find((at) => (wanted === last ? at > page() : at >= page())) ?? found[0];
    last = wanted;
    if (next) turn(next);
  });
}
