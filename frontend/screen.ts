/**
 * The player of class screens, a page of its own (`screens/player.html`) that imports nothing.
 *
 * It asks the server every few seconds for the content of seven days (304 while nothing is new), keeps it in IndexedDB,
 * and goes on with what it has when there is no line or the panel was switched off. The lesson that is on, the theme and
 * the dark hours follow its clock, corrected by the server's. A panel without a screen shows a code instead.
 */
type Lesson = {
  day: string; number: number; subject: string; begins: string; ends: string; teacher: string; where: string;
  whose: string; change: string; held: boolean;
};
type Line = { title: string; begins: number; ends: number; text: string; note: string };
type Figure = { day: string; value: number; of: number; label: string };
type Block =
  | { name: string; label: string; shape: "lessons"; pieces: Lesson[] }
  | { name: string; label: string; shape: "lines"; pieces: Line[] }
  | { name: string; label: string; shape: "figure"; pieces: Figure[] };
type Content = {
  screen: { title: string; school: string; where: string; place: string };
  day: string;
  offset: number;
  dark: { from: string; until: string } | null;
  alarm: { text: string; until: number } | null;
  blocks: Block[];
};
/** What lies on the device: `seen` is the server's time when this was last known to be what there is, `skew` the clock's. */
type Kept = { content: Content; etag: string; seen: number; skew: number };
type Words = Record<string, string> & { weekdays: string[]; old: string[] };

const EVERY = 6_000;
const PAIRING_EVERY = 3_000;
const PATIENCE = 8_000;
const TURN = 12;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const OLD = 2 * MINUTE;
const RELOAD_AT_MOST_EVERY = 10 * MINUTE;
const body = document.body;
const { source = "", version = "", code: codes, worker } = body.dataset;
const isPreview = body.dataset.preview !== undefined;
const words = JSON.parse(document.getElementById("words")?.textContent ?? "{}") as Words;
const find = (selector: string, within: ParentNode = document) => within.querySelector(selector) as HTMLElement;
const say = (text: string, values: Record<string, string | number>) =>
  text.replace(/%\((\w+)\)s/g, (_all, name: string) => String(values[name] ?? ""));

let kept: Kept | null = null;
let skew = 0;
let turn = 0;
let drawn = "";
let written = 0;

// --- the device ---

function database(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("screen", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("kept");
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

async function stored<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest): Promise<T | undefined> {
  const opened = await database();
  try {
    return await new Promise<T | undefined>((resolve, reject) => {
      // Panels are switched off at the wall: what is kept has to be on the disk.
      const transaction = opened.transaction("kept", mode, { durability: "strict" });
      const request = act(transaction.objectStore("kept"));
      transaction.oncomplete = () => resolve(request.result as T | undefined);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    opened.close();
  }
}

async function keep(): Promise<void> {
  if (isPreview) return;
  written = Date.now();
  // A device without storage shows what it has fetched all the same, only not after it was switched off.
  await stored("readwrite", (store) => (kept ? store.put(kept, "now") : store.delete("now"))).catch(() => undefined);
}

// --- the server ---

async function ask(): Promise<void> {
  const began = Date.now();
  const headers: Record<string, string> = { "X-Screen": version };
  if (kept?.etag) headers["If-None-Match"] = kept.etag;
  const answer = await fetch(source, { cache: "no-store", headers, signal: AbortSignal.timeout(PATIENCE) });
  const theirs = Number(answer.headers.get("X-Now"));
  if (theirs) skew = theirs - (began + Date.now()) / 2;
  if (answer.status === 200) {
    const content = (await answer.json()) as Content;
    kept = { content, etag: answer.headers.get("ETag") ?? "", seen: now(), skew };
    await keep();
  } else if (answer.status === 304 && kept) {
    kept = { ...kept, seen: now(), skew };
    if (Date.now() - written > MINUTE) await keep();
  } else if (answer.status === 403 && theirs) {
    // Only the platform itself says so: a gateway of the network that asks to sign in takes nothing away.
    kept = null;
    await keep();
    if (codes) await showCode(codes);
  } else {
    throw new Error(String(answer.status));
  }
  renew(answer.headers.get("X-Player"));
}

async function showCode(address: string): Promise<void> {
  const answer = await fetch(address, { method: "POST", headers: { "X-Screen": version }, signal: AbortSignal.timeout(PATIENCE) });
  if (!answer.ok) return;
  const given = (await answer.json()) as { code: string; picture: string; address: string };
  find("[data-letters]").textContent = `${given.code.slice(0, 4)} ${given.code.slice(4)}`;
  const picture = find("[data-picture]") as HTMLImageElement;
  if (picture.src !== given.picture) picture.src = given.picture;
  find("[data-hint]").textContent = `${given.address} · ${words.expires}`;
}

/** Load the page anew where the server has another player by now; not over and over, whatever is wrong there. */
function renew(theirs: string | null): void {
  if (!theirs || theirs === version || isPreview) return;
  const last = Number(sessionStorage.getItem("renewed"));
  if (Date.now() - last < RELOAD_AT_MOST_EVERY) return;
  sessionStorage.setItem("renewed", String(Date.now()));
  location.reload();
}

let waiting = 0;
let asking = false;
async function poll(): Promise<void> {
  if (asking) return;
  asking = true;
  clearTimeout(waiting);
  try {
    await ask();
  } catch {
    if (!kept) find("[data-hint]").textContent = words.unreachable ?? "";
  }
  asking = false;
  draw();
  waiting = window.setTimeout(() => void poll(), (kept || isPreview ? EVERY : PAIRING_EVERY) + Math.random() * 500);
}

// --- the clock ---

/** The server's time in milliseconds, as far as it is known. */
const now = () => Date.now() + skew;

/** Day, time and weekday where the school is; panels often stand in another zone. */
function here(moment: number, offset: number): { day: string; time: string; weekday: number; date: string } {
  const there = new Date(moment + offset * MINUTE);
  const [day = "", rest = ""] = there.toISOString().split("T");
  return { day, time: rest.slice(0, 5), weekday: there.getUTCDay(), date: dateOf(day) };
}

function dateOf(day: string): string {
  const [, month = "", date = ""] = day.split("-");
  return say(words.date ?? "", { month: Number(month), day: Number(date) });
}

const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
const weekdayOf = (day: string) => words.weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? "";
const isWithin = (time: string, from: string, until: string) =>
  from < until ? from <= time && time < until : time >= from || time < until;

// --- what is shown ---

function make(tag: string, text = "", name = "", ...inside: Node[]): HTMLElement {
  const element = document.createElement(tag);
  if (text) element.textContent = text;
  if (name) element.className = name;
  element.append(...inside);
  return element;
}

function blocks<S extends Block["shape"]>(content: Content, shape: S): Extract<Block, { shape: S }>[] {
  return content.blocks.filter((each) => each.shape === shape) as Extract<Block, { shape: S }>[];
}

function draw(): void {
  const content = kept?.content ?? null;
  // A clock that a power cut has put back tells nothing: until the server says the time, that of the last word counts.
  const isLost = kept !== null && now() < kept.seen - MINUTE;
  const moment = isLost && kept ? kept.seen : now();
  const clock = here(moment, content?.offset ?? 0);
  const age = kept ? moment - kept.seen : 0;
  find("[data-board]").hidden = !content;
  find("[data-pairing]").hidden = content !== null || isPreview;
  const alarm = content?.alarm && moment < content.alarm.until * 1000 ? content.alarm : null;
  find("[data-alarm]").hidden = !alarm;
  const isDark = content?.dark ? isWithin(clock.time, content.dark.from, content.dark.until) && !alarm && !isLost && !isPreview : false;
  find("[data-dark]").hidden = !isDark;
  body.dataset.theme = isWithin(clock.time, "06:30", "18:30") ? "light" : "dark";
  if (!content) return;
  body.dataset.place = content.screen.place;
  for (const each of document.querySelectorAll("time")) each.textContent = isLost ? "" : clock.time;
  const isDue = turn % TURN === 0;
  const state = `${clock.day} ${clock.time} ${kept?.etag} ${Math.floor(age / MINUTE)} ${innerWidth}x${innerHeight}`;
  if (state === drawn && !isDue) return;
  if (alarm) sayAlarm(alarm.text, here(alarm.until * 1000, content.offset).time);
  if (state !== drawn) drawBoard(content, clock, age);
  drawLines(content, moment, age);
  drawn = state;
}

function sayAlarm(text: string, until: string): void {
  find("[data-alarm] b").textContent = words.urgent ?? "";
  find("[data-alarm] p").replaceChildren(text, make("small", say(words.until ?? "", { time: until })));
}

function drawBoard(content: Content, clock: ReturnType<typeof here>, age: number): void {
  const { screen } = content;
  find("[data-title]").textContent = screen.title;
  find("[data-school]").textContent = [screen.school, screen.where].filter(Boolean).join(" · ");
  find("[data-clock] p").textContent = `${clock.date} ${words.weekdays[clock.weekday] ?? ""}`;
  drawFigure(content, clock.day);
  find("[data-age]").textContent = age < OLD ? "" : inWords(age);
  const given = age < 7 * DAY ? blocks(content, "lessons") : [];
  for (const name of ["now", "today", "week"]) find(`[data-${name}]`).hidden = !given.length;
  const first = given[0];
  if (!first) return;
  const today = first.pieces.filter((each) => each.day === clock.day);
  drawNow(today, clock.time);
  const list = find("[data-today]");
  find("h2", list).textContent = words.today ?? "";
  const lines = today.map((each) => lessonLine(each, clock.time));
  find("ol", list).replaceChildren(...(lines.length ? lines : [make("li", words.none, "empty")]));
  drawWeek(first.pieces, clock.day);
}

function inWords(age: number): string {
  const [ofMinutes = "", ofHours = "", ofDays = ""] = words.old;
  if (age < 90 * MINUTE) return say(ofMinutes, { n: Math.round(age / MINUTE) });
  if (age < 2 * DAY) return say(ofHours, { n: Math.round(age / (60 * MINUTE)) });
  return age < 7 * DAY ? say(ofDays, { n: Math.floor(age / DAY) }) : (words.too_old ?? "");
}

function drawFigure(content: Content, day: string): void {
  const figure = blocks(content, "figure").flatMap((each) => each.pieces).find((each) => each.day === day);
  const place = find("[data-figure]");
  place.hidden = !figure;
  if (!figure) return;
  find("b", place).textContent = `${figure.value} / ${figure.of}`;
  find("span", place).textContent = figure.label;
}

function about(lesson: Lesson): string {
  return [lesson.whose, lesson.teacher, lesson.where].filter(Boolean).join(" · ");
}

function drawNow(today: Lesson[], time: string): void {
  const held = today.filter((each) => each.held && each.begins);
  const on = held.filter((each) => each.begins <= time && time < each.ends);
  const next = held.find((each) => each.begins > time);
  const cards: HTMLElement[] = [];
  for (const each of on) {
    const left = say(words.left ?? "", { n: minutes(each.ends) - minutes(time) });
    cards.push(nowCard(words.now ?? "", each, `${each.begins}–${each.ends} · ${left}`, "on"));
  }
  if (next) {
    const wait = minutes(next.begins) - minutes(time);
    const soon = wait <= 60 ? ` · ${say(words.minutes ?? "", { n: wait })}` : "";
    cards.push(nowCard(words.next ?? "", next, `${next.begins}–${next.ends}${soon}`, "next"));
  }
  if (!cards.length) cards.push(make("p", today.length ? words.over : words.none, "empty"));
  find("[data-now]").replaceChildren(...cards.slice(0, 2));
}

function nowCard(label: string, lesson: Lesson, when: string, name: string): HTMLElement {
  const title = make("strong", lesson.subject);
  if (lesson.change) title.append(make("em", lesson.change));
  return make("div", "", name, make("span", label), title, make("p", about(lesson)), make("p", when));
}

function lessonLine(lesson: Lesson, time: string): HTMLElement {
  const isOver = lesson.ends !== "" && lesson.ends <= time;
  const isOn = lesson.held && lesson.begins <= time && time < lesson.ends;
  const name = [!lesson.held && "off", isOver && "over", isOn && "on", lesson.change && "other"].filter(Boolean).join(" ");
  const subject = make("strong", lesson.subject);
  if (lesson.change) subject.append(make("em", lesson.change));
  return make("li", "", name, make("b", String(lesson.number)), make("span", lesson.begins), subject, make("small", about(lesson)));
}

function drawWeek(lessons: Lesson[], today: string): void {
  const days = [...new Set(lessons.map((each) => each.day))].sort();
  const numbers = [...new Set(lessons.map((each) => each.number))].sort((one, other) => one - other);
  const week = find("[data-week]");
  week.hidden = !days.length;
  find("h2", week).textContent = words.week ?? "";
  const grid = find("div", week);
  grid.style.setProperty("--days", String(days.length));
  const heads = days.map((day) => make("b", weekdayOf(day), day === today ? "today" : "", make("small", dateOf(day))));
  const cells = numbers.flatMap((number) => [
    make("i", String(number)),
    ...days.map((day) => {
      const there = lessons.filter((each) => each.day === day && each.number === number);
      const text = there.map((each) => each.subject).join(" / ");
      const name = [text.length > 4 && "long", day === today && "today", there.some((each) => each.change) && "other", there.some((each) => !each.held) && "off"];
      return make("span", text, name.filter(Boolean).join(" "));
    }),
  ]);
  grid.replaceChildren(make("i"), ...heads, ...cells);
}

/** What there is to read: on the screen of a school all at once, else one after the other. */
function drawLines(content: Content, moment: number, age: number): void {
  const seconds = moment / 1000;
  const most = innerHeight > innerWidth ? 4 : 5;
  const given = age < 7 * DAY ? blocks(content, "lines") : [];
  const cards = given.flatMap((block) => {
    const shown = block.pieces.filter((each) => each.begins <= seconds && seconds < each.ends);
    const pages = Math.ceil(shown.length / most);
    return Array.from({ length: pages }, (_page, number) => ({ block, number, pages, lines: shown.slice(number * most, (number + 1) * most) }));
  });
  const round = Math.floor(turn / TURN);
  const place = find("[data-lines]");
  if (content.screen.place === "hall") {
    const names = [...new Set(cards.map((each) => each.block.name))].slice(0, 4);
    const shown = names.map((name) => cards.filter((each) => each.block.name === name)).map((pages) => pages[round % pages.length]);
    place.replaceChildren(...shown.flatMap((card) => (card ? [cardOf(card.block.label, card.lines, card.number, card.pages)] : [])));
  } else {
    const number = cards.length ? round % cards.length : 0;
    const card = cards[number];
    place.replaceChildren(...(card ? [cardOf(card.block.label, card.lines, number, cards.length)] : []));
  }
  if (!place.childElementCount) place.append(make("article", words.quiet, "empty"));
}

function cardOf(label: string, lines: Line[], number: number, pages: number): HTMLElement {
  const items = lines.map((line) => {
    const item = make("li", "", "", make("strong", line.title));
    if (line.note) item.append(make("small", line.note));
    if (line.text) item.append(make("p", line.text));
    return item;
  });
  const dots = make("footer", "", "", ...Array.from({ length: pages > 1 ? pages : 0 }, (_dot, at) => make("i", "", at === number ? "on" : "")));
  dots.setAttribute("aria-hidden", "true");
  return make("article", "", "", make("h2", label), make("ul", "", "", ...items), dots);
}

// --- the panel ---

const stayAwake = () => void navigator.wakeLock?.request("screen").catch(() => undefined);

async function begin(): Promise<void> {
  if (!isPreview) {
    const found = await stored<Kept>("readonly", (store) => store.get("now")).catch(() => undefined);
    if (found) {
      kept = found;
      skew = found.skew;
    }
    stayAwake();
    document.addEventListener("visibilitychange", () => document.hidden || stayAwake());
    document.addEventListener("click", () => void document.documentElement.requestFullscreen?.().catch(() => undefined));
    if (worker) void navigator.serviceWorker?.register(worker, { scope: "/screen/" }).catch(() => undefined);
    void navigator.storage?.persist?.().catch(() => undefined);
  }
  draw();
  window.addEventListener("online", () => void poll());
  window.addEventListener("resize", draw);
  window.setInterval(() => {
    turn += 1;
    draw();
  }, 1_000);
  await poll();
}

void begin();
