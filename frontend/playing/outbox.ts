/**
 * What was watched, on its way to the server. It waits in the browser until the server says that it has it, so
 * neither a bad line nor a closed tab loses it; each piece has an id of its own, so it never counts twice.
 *
 * A piece is one entry of the local storage (several tabs never write the same one), under its person: on a
 * shared machine nobody sends what somebody else watched.
 */
export interface Piece {
  id: string;
  resource: number;
  file: number;
  begin: number;
  end: number;
  seconds: number;
  /** When it was last changed, milliseconds. */
  at: number;
}

const batch = 100;
const most = 500;
const oldest = 14 * 24 * 3600_000;
const abandoned = 30_000;
const first = 5_000;
const slowest = 300_000;

const person = () => document.body.dataset.person ?? "";
const closedKey = (id: string) => `watched:${person()}:${id}`;
const openKey = (id: string) => `watching:${person()}:${id}`;

function waiting(prefix: string): [key: string, piece: Piece][] {
  const keys = Object.keys(localStorage).filter((key) => key.startsWith(`${prefix}:${person()}:`));
  return keys.map((key) => [key, JSON.parse(localStorage.getItem(key) ?? "{}") as Piece]);
}

/** Writes a piece that still grows, in case the tab is killed. */
export function keepOpen(piece: Piece): void {
  put(openKey(piece.id), piece);
}

/** Hands a finished piece over. */
export function keep(piece: Piece): void {
  localStorage.removeItem(openKey(piece.id));
  put(closedKey(piece.id), piece);
}

export function drop(piece: Piece): void {
  localStorage.removeItem(openKey(piece.id));
}

function put(key: string, piece: Piece): void {
  try {
    localStorage.setItem(key, JSON.stringify({ ...piece, at: Date.now() }));
  } catch {
    // The storage is full or switched off: watching matters more than being counted.
  }
}

/** Takes over what tabs that were killed left behind, and forgets what is too old to count. */
function tidy(): void {
  for (const [, piece] of waiting("watching")) if (Date.now() - piece.at > abandoned) keep(piece);
  const all = waiting("watched").sort(([, a], [, b]) => b.at - a.at);
  all.forEach(([key, piece], number) => {
    if (number >= most || Date.now() - piece.at > oldest) localStorage.removeItem(key);
  });
}

function token(): string {
  const given = document.body.getAttribute("hx-headers:inherited") ?? "{}";
  return (JSON.parse(given) as Record<string, string>)["X-CSRFToken"] ?? "";
}

let timer = 0;
let rest = first;

/** Sends what waits. Whatever the server doesn't confirm stays and is sent again. */
export async function send(url: string): Promise<void> {
  clearTimeout(timer);
  if (!person()) return;
  tidy();
  const pieces = waiting("watched").slice(0, batch);
  if (!pieces.length) return;
  try {
    const answer = await fetch(url, {
      method: "POST",
      keepalive: true, // goes through although the page is being left
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ pieces: pieces.map(([, piece]) => piece) }),
    });
    if (answer.status === 400) pieces.forEach(([key]) => localStorage.removeItem(key));
    else if (!answer.ok || answer.redirected) throw new Error(`answered ${answer.status}`);
    else for (const id of ((await answer.json()) as { taken: string[] }).taken) localStorage.removeItem(closedKey(id));
    rest = first;
    if (pieces.length === batch) timer = window.setTimeout(() => void send(url), 1000);
  } catch {
    rest = Math.min(rest * 2, slowest);
    timer = window.setTimeout(() => void send(url), rest);
  }
}
