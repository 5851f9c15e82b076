/**
 * The player of big screens, a page of its own (`dashboards/wall.html`) that imports nothing.
 *
 * It asks for its dashboards every 25 seconds (the server says how often), shows them in turn, and goes on with what it
 * has when the line is cut, saying in words how old that is. What it fetched last lies in localStorage, so that a page
 * that is loaded anew has something to show. A device without a screen shows a code instead.
 */
type Board = { name: string; html: string; as_of: string };
type Content = { place: string; seconds: number; boards: Board[]; made: number; every: number; offset: number };
type Words = Record<string, string> & { weekdays: string[]; old: string[] };

const PAIRING_EVERY = 3_000;
const PATIENCE = 10_000;
const MINUTE = 60_000;
const LATE = 2 * MINUTE;
const { source = "", code: codes } = document.body.dataset;
const words = JSON.parse(document.getElementById("words")?.textContent ?? "{}") as Words;
const find = (selector: string) => document.querySelector(selector) as HTMLElement;
const say = (text: string, values: Record<string, string | number>) =>
  text.replace(/%\((\w+)\)s/g, (_all, name: string) => String(values[name] ?? ""));
const place = `wall-${source}`;

let kept: Content | null = null;
let skew = 0;
let turn = 0;
let turned = 0;
let drawn = "";

/** The server's time in milliseconds, as far as it is known. */
const now = () => Date.now() + skew;

function keep(): void {
  try {
    if (kept) localStorage.setItem(place, JSON.stringify(kept));
    else localStorage.removeItem(place);
  } catch {
    // A device without storage shows what it has fetched all the same.
  }
}

async function ask(): Promise<void> {
  const began = Date.now();
  const answer = await fetch(source, { cache: "no-store", headers: { "X-Wall": "1" }, signal: AbortSignal.timeout(PATIENCE) });
  const theirs = Number(answer.headers.get("X-Now"));
  if (theirs) skew = theirs - (began + Date.now()) / 2;
  if (answer.status === 200 && theirs) {
    kept = (await answer.json()) as Content;
    keep();
  } else if (answer.status === 403 && theirs && codes) {
    // Only the platform itself says so: a gateway of the network that asks to sign in takes nothing away.
    kept = null;
    keep();
    await showCode(codes);
  } else {
    throw new Error(String(answer.status));
  }
}

async function showCode(address: string): Promise<void> {
  const answer = await fetch(address, { method: "POST", headers: { "X-Wall": "1" }, signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) return;
  const given = (await answer.json()) as { code: string; picture: string; address: string };
  find("[data-letters]").textContent = `${given.code.slice(0, 4)} ${given.code.slice(4)}`;
  const picture = find("[data-picture]") as HTMLImageElement;
  if (picture.src !== given.picture) picture.src = given.picture;
  find("[data-hint]").textContent = `${given.address} · ${words.expires}`;
}

async function poll(): Promise<void> {
  try {
    await ask();
  } catch {
    if (!kept) find("[data-hint]").textContent = words.unreachable ?? "";
  }
  draw();
  window.setTimeout(() => void poll(), (kept ? kept.every * 1000 : PAIRING_EVERY) + Math.random() * 500);
}

function age(content: Content, board: Board): string {
  const old = now() - content.made;
  find("[data-age]").classList.toggle("wall-late", old > LATE);
  if (old > LATE) {
    const minutes = Math.floor(old / MINUTE);
    const [unit, n] = minutes < 60 ? [0, minutes] : minutes < 1440 ? [1, Math.floor(minutes / 60)] : [2, Math.floor(minutes / 1440)];
    return say(words.old[unit] ?? "", { n });
  }
  const fetched = say(words.fetched ?? "", { n: Math.max(0, Math.round(old / 1000)) });
  return board.as_of ? `${fetched} · ${say(words.as_of ?? "", { time: board.as_of })}` : fetched;
}

function draw(): void {
  const content = kept;
  find("[data-wall]").hidden = !content;
  if (codes) find("[data-pairing]").hidden = content !== null;
  if (!content || !content.boards.length) return;
  if (Date.now() - turned > content.seconds * 1000) {
    turn += 1;
    turned = Date.now();
  }
  const at = turn % content.boards.length;
  const board = content.boards[at] as Board;
  if (drawn !== board.html) {
    // Made by the server of figures and names of places alone, and escaped there.
    find("[data-board]").innerHTML = board.html;
    drawn = board.html;
  }
  find("[data-title]").textContent = board.name;
  find("[data-place]").textContent = content.place;
  find("[data-age]").textContent = age(content, board);
  find("[data-turns]").textContent = content.boards.length > 1 ? `${at + 1} / ${content.boards.length}` : "";
  // The clock of the region: a screen often stands in the zone of its maker.
  const there = new Date(now() + content.offset * MINUTE);
  const [day = "", time = ""] = there.toISOString().split("T");
  find("time").textContent = time.slice(0, 5);
  find("[data-date]").textContent = `${day} ${words.weekdays[there.getUTCDay()] ?? ""}`;
}

try {
  kept = JSON.parse(localStorage.getItem(place) ?? "null") as Content | null;
} catch {
  kept = null;
}
document.querySelector("[data-full]")?.addEventListener("click", () => void document.documentElement.requestFullscreen().catch(() => undefined));
turned = Date.now();
draw();
void poll();
setInterval(draw, 1000);
export {};
