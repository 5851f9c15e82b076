/**
 * Slides on a classroom screen, on the platform and in an offline copy (where it is a plain script beside the
 * page, so it imports nothing).
 *
 *   <main data-deck data-start="file id" data-of="{n} of {all}">
 *     <section data-slide data-title="…" data-page="2" data-pages="9" data-note="…" hidden> an image, a video, words </section> …
 *     <div data-black hidden></div>
 *     <div data-foot> [data-step=1] [data-media] > [data-play] [data-playing-icon] [data-seek] [data-clock], [data-say-title]
 *       [data-say-note] [data-say-place] select[data-go] [data-dark] [data-whole] [data-end] </div>
 *     <dialog data-ask> [data-stay] a[data-leave] </dialog>
 *   </main>
 *
 * Keys, which remotes send too: → ↓ PageDown Enter N next, ← ↑ PageUp Backspace P previous, space plays a recording
 * or goes on, Home End, number + Enter goes there, B or . black, F and F5 full screen, Escape asks whether to end.
 * The place is part of the address (#7), so loading the page anew goes on there. A slide gets `slide:show`.
 */
const deck = document.querySelector<HTMLElement>("[data-deck]");
if (deck) run(deck);

function run(root: HTMLElement): void {
  const find = <E extends HTMLElement>(selector: string) => root.querySelector<E>(selector);
  const slides = [...root.querySelectorAll<HTMLElement>("[data-slide]")];
  const black = find("[data-black]");
  const foot = find("[data-foot]");
  const ask = find<HTMLDialogElement>("[data-ask]");
  const choice = find<HTMLSelectElement>("[data-go]");
  const key = `deck:${location.pathname}`;
  let at = -1;
  let digits = "";
  let leaving = !ask;

  const media = () => slides[at]?.querySelector<HTMLMediaElement>("video, audio") ?? null;

  const show = (to: number) => {
    const next = Math.min(Math.max(0, to), slides.length - 1);
    if (next === at) return;
    media()?.pause();
    const slide = slides[next] as HTMLElement;
    slides.forEach((each, number) => (each.hidden = number !== next));
    at = next;
    for (const near of [slides[at + 1], slides[at - 1]]) {
      const image = near?.querySelector("img");
      if (image) image.loading = "eager"; // ready before it is asked for
    }
    say(slide);
    remember();
    slide.dispatchEvent(new CustomEvent("slide:show", { bubbles: true }));
  };

  const say = ({ dataset }: HTMLElement) => {
    const put = (selector: string, text = "") => {
      const element = find(selector);
      if (element) element.textContent = text;
    };
    put("[data-say-title]", dataset.title);
    put("[data-say-note]", dataset.note);
    put("[data-say-place]", (root.dataset.of ?? "{n} / {all}").replace("{n}", String(at + 1)).replace("{all}", String(slides.length)));
    if (choice) choice.value = String(at);
    const back = root.querySelector<HTMLButtonElement>('[data-step="-1"]');
    const on = root.querySelector<HTMLButtonElement>('[data-step="1"]');
    back?.setAttribute("aria-disabled", String(at === 0));
    on?.setAttribute("aria-disabled", String(at === slides.length - 1));
    const controls = find("[data-media]");
    if (controls) controls.hidden = !media();
    tell();
  };

  const remember = () => {
    history.replaceState(null, "", `#${at + 1}`);
    try {
      localStorage.setItem(key, JSON.stringify({ at, when: Date.now() }));
    } catch {
      // Without storage the address alone keeps the place.
    }
  };

  const first = (): number => {
    const inAddress = Number(location.hash.slice(1));
    if (inAddress >= 1) return inAddress - 1;
    const file = slides.findIndex(({ dataset }) => root.dataset.start && dataset.file === root.dataset.start);
    if (file >= 0) return file;
    const kept = JSON.parse(stored() ?? "{}") as { at?: number; when?: number };
    return Date.now() - (kept.when ?? 0) < 12 * 3600_000 ? (kept.at ?? 0) : 0;
  };
  const stored = () => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // pages from a folder may have no storage
    }
  };

  // --- recordings ---

  const seek = find<HTMLInputElement>("[data-seek]");
  const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  const tell = () => {
    const playing = media();
    const icon = find("[data-playing-icon]");
    if (icon) icon.dataset.playingIcon = playing && !playing.paused ? "on" : "";
    if (!playing || !seek) return;
    const whole = Number.isFinite(playing.duration) ? playing.duration : 0;
    seek.max = String(whole || 1);
    seek.value = String(playing.currentTime);
    const said = find("[data-clock]");
    if (said) said.textContent = `${clock(playing.currentTime)} / ${clock(whole)}`;
  };
  for (const name of ["timeupdate", "play", "pause", "ended", "loadedmetadata"]) {
    root.addEventListener(name, tell, true);
  }
  const toggle = () => {
    const one = media();
    if (one) void (one.paused ? one.play() : one.pause());
  };
  seek?.addEventListener("input", () => {
    const one = media();
    if (one) one.currentTime = Number(seek.value);
  });

  // --- the screen ---

  const dark = () => {
    if (!black) return;
    black.hidden = !black.hidden;
    if (!black.hidden) media()?.pause();
  };
  const whole = async () => {
    if (document.fullscreenElement) return document.exitFullscreen();
    await root.requestFullscreen().catch(() => undefined); // some screens don't allow it; it shows all the same
    // Where the browser can, Escape then has to be held: a remote's Escape doesn't end the lesson.
    const keyboard = (navigator as Navigator & { keyboard?: { lock?: (keys: string[]) => Promise<void> } }).keyboard;
    await keyboard?.lock?.(["Escape"]).catch(() => undefined);
  };
  const end = () => {
    if (ask && !ask.open) ask.showModal();
  };
  const stayAwake = () => void navigator.wakeLock?.request("screen").catch(() => undefined);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) stayAwake();
  });
  stayAwake();

  let idle = 0;
  const stir = () => {
    root.removeAttribute("data-idle");
    clearTimeout(idle);
    idle = window.setTimeout(() => {
      if (document.fullscreenElement && !foot?.matches(":focus-within, :hover")) root.setAttribute("data-idle", "");
    }, 4000);
  };
  for (const name of ["pointermove", "pointerdown", "focusin"]) root.addEventListener(name, stir);
  document.addEventListener("fullscreenchange", stir);

  // --- what people press ---

  const next = () => show(at + 1);
  const previous = () => show(at - 1);
  const enter = () => {
    if (digits) show(Number(digits) - 1);
    else next();
    digits = "";
  };
  const keys: Record<string, () => void> = {
    ArrowRight: next,
    ArrowDown: next,
    PageDown: next,
    n: next,
    Enter: enter,
    ArrowLeft: previous,
    ArrowUp: previous,
    PageUp: previous,
    Backspace: previous,
    p: previous,
    " ": () => (media() ? toggle() : next()),
    Home: () => show(0),
    End: () => show(slides.length - 1),
    b: dark,
    ".": dark,
    f: () => void whole(),
    F5: () => void whole(),
    Escape: end,
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || ask?.open) return;
    const target = event.target as HTMLElement;
    const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (target.matches("select, input") && /^(Arrow|Home|End|[a-z0-9 ]$)/.test(name)) return;
    if (target.matches("button, a") && (name === " " || name === "Enter")) return;
    if (target.matches(".slide-text") && /^(Arrow(Up|Down)|Home|End)$/.test(name)) return; // it scrolls
    if (/^\d$/.test(name)) {
      digits = (digits + name).slice(-4);
      return;
    }
    const act = keys[name];
    if (!act) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (black && !black.hidden && act !== dark && act !== end) dark();
    else act();
    if (act !== enter) digits = "";
  }, true);

  root.addEventListener("click", ({ target }) => {
    const pressed = (target as Element).closest<HTMLElement>("[data-step], [data-play], [data-dark], [data-whole], [data-end], [data-black], [data-stay], [data-leave], video");
    if (!pressed) return;
    if (pressed.dataset.step) show(at + Number(pressed.dataset.step));
    else if (pressed.matches("[data-play], video")) toggle();
    else if (pressed.matches("[data-dark], [data-black]")) dark();
    else if (pressed.matches("[data-whole]")) void whole();
    else if (pressed.matches("[data-end]")) end();
    else if (pressed.matches("[data-stay]")) ask?.close();
    else leaving = true;
    if (!pressed.matches("[data-leave]")) root.focus({ preventScroll: true }); // the next key is for the slides
  });
  choice?.addEventListener("change", () => {
    show(Number(choice.value));
    root.focus({ preventScroll: true });
  });
  let from: PointerEvent | null = null;
  root.addEventListener("pointerdown", (event) => {
    from = (event.target as Element).closest("[data-foot], .slide-text") ? null : event;
  });
  root.addEventListener("pointerup", (event) => {
    const moved = from ? event.clientX - from.clientX : 0;
    if (Math.abs(moved) > 60 && from?.pointerType === "touch") show(at + (moved < 0 ? 1 : -1));
    from = null;
  });
  window.addEventListener("hashchange", () => show(Number(location.hash.slice(1)) - 1));
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && at > 0) event.preventDefault();
  });

  show(first());
  root.focus({ preventScroll: true });
}
