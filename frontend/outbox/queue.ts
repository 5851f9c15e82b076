/**
 * The outbox: what is done without a line is kept on this device, sealed, and sent in order when there is one.
 *
 *   const entry = await put({ kind: "notices.acknowledge", stream: "notice-5", fields: { row: 5, answer: true }, title });
 *
 * When `put` has resolved, the entry is on the disk: now the page may say "saved on this device". It is sent at once
 * where that is possible, else when the line is back, and stays until the server has answered for it: "done", or
 * "refused" with a reason. What becomes of entries is told by the event "outbox" on the document, in every tab.
 */
import { asked, isThere, ownVault, reading, seal, unseal, vaultOf, writing, written, type Sealed, type Vault } from "./vault.ts";

export interface Wanted {
  kind: string;
  /** Entries of one stream are done in the order in which they were made. */
  stream: string;
  fields: Record<string, unknown>;
  /** What it is called on the page of what waits. */
  title?: string;
  label?: string;
  /** The version that the person had before them. */
  base?: string;
}

export interface Entry {
  id: string;
  person: string;
  stream: string;
  sequence: number;
  kind: string;
  /** Milliseconds, by this device's clock. */
  made: number;
  state: "waiting" | "refused";
  sealed: Sealed;
}

export interface Content extends Omit<Wanted, "kind" | "stream"> {
  identity: string;
  reason?: string;
}

export interface News {
  id?: string;
  state: "saved" | "done" | "refused" | "idle";
  trouble: Trouble;
  reason?: string;
  answer?: Record<string, unknown>;
}

/** Why what waits isn't on its way: no line, nobody signed in, somebody else signed in. */
export type Trouble = "" | "line" | "signed-out" | "other";

interface Outcome {
  id: string;
  state: "done" | "refused" | "waiting";
  reason?: string;
  answer?: Record<string, unknown>;
}

const ADDRESS = "/outbox/";
const MOST = 50;
const MOST_BYTES = 48 * 1024; // a request that outlives its page may have 64 kB
const PATIENCE = 30_000;
const FIRST = 2_000;
const SLOWEST = 120_000;
const PAUSE = 700; // what is made meanwhile goes together: the server takes a number of batches a minute

export const person = () => document.body.dataset.person ?? "";
const identity = () => document.body.dataset.identity ?? "";

let trouble: Trouble = "";
export const troubleNow = () => trouble;

const radio = typeof BroadcastChannel === "function" ? new BroadcastChannel("outbox") : undefined;
const show = (news: News) => document.dispatchEvent(new CustomEvent<News>("outbox", { detail: news }));
radio?.addEventListener("message", ({ data }) => show(data as News));

function tell(news: Omit<News, "trouble">): void {
  const told = { ...news, trouble };
  show(told);
  radio?.postMessage(told);
}

/** A time-ordered id (UUID version 7, RFC 9562). */
export function uuid7(now = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let place = 0; place < 6; place++) bytes[place] = Math.floor(now / 2 ** (8 * (5 - place))) % 256;
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** Keeps an entry; resolves when it is on the disk. Rejects with `NoVault`, or with what the full disk says. */
export async function put(wanted: Wanted): Promise<Entry> {
  const vault = await ownVault(person());
  const made = Date.now();
  const id = uuid7(made);
  const { kind, stream: name, ...content } = wanted;
  const stream = `${vault.device}/${name}`;
  const sealed = await seal(vault, { ...content, identity: identity() } satisfies Content, id);
  const transaction = await writing("people", "streams", "entries");
  // Somebody who signed out in another tab meanwhile has thrown the key away: nothing may be kept with it.
  const present = await asked<Vault | undefined>(transaction.objectStore("people").get(vault.person));
  if (present?.device !== vault.device) {
    transaction.abort();
    return put(wanted);
  }
  const streams = transaction.objectStore("streams");
  const counted = await asked<{ next: number } | undefined>(streams.get([vault.person, stream]));
  const sequence = counted?.next ?? 0;
  streams.put({ person: vault.person, stream, next: sequence + 1 });
  const entry: Entry = { id, person: vault.person, stream, sequence, kind, made, state: "waiting", sealed };
  transaction.objectStore("entries").add(entry);
  await written(transaction);
  tell({ id, state: "saved" });
  void send();
  return entry;
}

/** What this device holds of a person, in order. */
export async function held(who = person()): Promise<Entry[]> {
  const index = (await reading("entries")).index("order");
  return asked<Entry[]>(index.getAll(IDBKeyRange.bound([who], [who, []])));
}

export async function contentOf(entry: Entry): Promise<Content> {
  const vault = await vaultOf(entry.person);
  if (!vault) throw new Error("its key is gone");
  return unseal<Content>(vault, entry.sealed, entry.id);
}

export async function forget(ids: string[]): Promise<void> {
  const transaction = await writing("entries");
  for (const id of ids) transaction.objectStore("entries").delete(id);
  await written(transaction);
}

let token = "";

function tokenNow(): string {
  if (token) return token;
  const given = document.body.getAttribute("hx-headers:inherited") ?? "{}";
  return (JSON.parse(given) as Record<string, string>)["X-CSRFToken"] ?? "";
}

/** Asks who is signed in; this page may be older than the session. */
async function renew(): Promise<Trouble> {
  const answer = await fetch(`${ADDRESS}state/`, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (!answer.ok) return answer.status < 500 ? "signed-out" : "line";
  const found = (await answer.json()) as { person: number; token: string };
  token = found.token;
  return String(found.person) === person() ? "" : "other";
}

/** Takes over what the person left under an account that was made one with theirs since. */
async function adopt(vault: Vault): Promise<void> {
  const everybody = await asked<Vault[]>((await reading("people")).getAll());
  const others = everybody.filter((each) => each.person !== vault.person);
  if (!others.length) return;
  const query = new URLSearchParams(others.map((each) => ["held", each.person]));
  const answer = await fetch(`${ADDRESS}state/?${query}`, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (!answer.ok) return;
  const { person: signedIn, former } = (await answer.json()) as { person: number; former: number[] };
  if (String(signedIn) !== vault.person) return;
  for (const other of others.filter((each) => former.includes(Number(each.person)))) {
    const entries = await held(other.person);
    const sealed = await Promise.all(
      entries.map(async ({ id, sealed: from }) => seal(vault, await unseal(other, from, id), id)),
    );
    const transaction = await writing("people", "entries");
    entries.forEach((entry, place) => {
      transaction.objectStore("entries").put({ ...entry, person: vault.person, sealed: sealed[place]! } satisfies Entry);
    });
    transaction.objectStore("people").delete(other.person);
    await written(transaction);
  }
}

interface Parcel {
  entries: Entry[];
  body: string;
}

/** The oldest entries that wait, as many as go into one request. */
async function parcel(vault: Vault, most: number, without: Set<string>): Promise<Parcel | undefined> {
  const all = (await held(vault.person)).filter(({ state, stream }) => state === "waiting" && !without.has(stream));
  const oldest = new Map<string, number>();
  for (const { stream, sequence } of all) if (!oldest.has(stream)) oldest.set(stream, sequence);
  const entries: Entry[] = [];
  const parts: string[] = [];
  let size = 200;
  for (const entry of all.slice(0, most)) {
    const { fields, base, title, identity: as } = await unseal<Content>(vault, entry.sealed, entry.id);
    const { id, kind, stream, sequence, made } = entry;
    const part = JSON.stringify({ id, kind, stream, sequence, oldest: oldest.get(stream), made, fields, base, title, identity: as });
    size += new TextEncoder().encode(part).length + 1;
    if (entries.length && size > MOST_BYTES) break;
    entries.push(entry);
    parts.push(part);
  }
  if (!entries.length) return undefined;
  return { entries, body: `{"person":${vault.person},"now":${Date.now()},"entries":[${parts.join(",")}]}` };
}

async function settle(vault: Vault, entries: Entry[], outcomes: Outcome[]): Promise<number> {
  const byId = new Map(outcomes.map((each) => [each.id, each]));
  const settled = entries.flatMap((entry) => {
    const outcome = byId.get(entry.id);
    return outcome && outcome.state !== "waiting" ? [{ entry, outcome }] : [];
  });
  const refused = new Map<string, Sealed>();
  for (const { entry, outcome } of settled) {
    if (outcome.state !== "refused") continue;
    const content = await unseal<Content>(vault, entry.sealed, entry.id);
    refused.set(entry.id, await seal(vault, { ...content, reason: outcome.reason }, entry.id));
  }
  const transaction = await writing("entries");
  for (const { entry } of settled) {
    const sealed = refused.get(entry.id);
    if (sealed) transaction.objectStore("entries").put({ ...entry, state: "refused", sealed } satisfies Entry);
    else transaction.objectStore("entries").delete(entry.id);
  }
  await written(transaction);
  for (const { outcome } of settled) {
    tell({ id: outcome.id, state: outcome.state as "done" | "refused", reason: outcome.reason, answer: outcome.answer });
  }
  return settled.length;
}

function post(body: string, keepalive: boolean): Promise<Response> {
  return fetch(ADDRESS, {
    method: "POST",
    keepalive,
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": tokenNow() },
    body,
    signal: AbortSignal.timeout(PATIENCE),
  });
}

/** The server's answer; undefined when `trouble` says why there is none for this person. */
async function answered(body: string, keepalive: boolean): Promise<Response | undefined> {
  let answer = await post(body, keepalive);
  if (answer.status === 403) {
    trouble = await renew();
    if (trouble) return undefined;
    answer = await post(body, keepalive);
  }
  if (answer.status === 401) trouble = "signed-out";
  else if (answer.status === 409) trouble = "other";
  else return answer;
  return undefined;
}

/**
 * Sends until nothing waits any more, or `trouble` says why not. A stream that doesn't get on is left for later,
 * so that the others don't wait for it.
 */
async function sendAll(vault: Vault, keepalive: boolean): Promise<void> {
  const stuck = new Set<string>();
  let most = MOST;
  trouble = "";
  for (;;) {
    const found = await parcel(vault, most, stuck);
    if (!found) break;
    const answer = await answered(found.body, keepalive);
    if (!answer) return;
    const first = found.entries[0]!;
    if (answer.status === 429) {
      notBefore = Date.now() + 1000 * Number(answer.headers.get("Retry-After") ?? 10);
      return;
    }
    notBefore = Date.now() + PAUSE;
    if (answer.ok) {
      const { outcomes } = (await answer.json()) as { outcomes: Outcome[] };
      if (!(await settle(vault, found.entries, outcomes))) stuck.add(first.stream);
      rest = FIRST;
    } else if (answer.status === 400 && found.entries.length === 1) {
      const { detail } = (await answer.json()) as { detail: string };
      await settle(vault, found.entries, [{ id: first.id, state: "refused", reason: detail }]);
    } else if (answer.status !== 400 && answer.status !== 500) throw new Error(`answered ${answer.status}`);
    else if (found.entries.length > 1) most = 1; // one of them can't be taken: find out which
    else stuck.add(first.stream);
  }
  if (stuck.size) trouble = "line";
}

let timer = 0;
let notBefore = 0;
let rest = FIRST;
let queued = false;
let isAdopted = false; // asked once a page

/** Sends what waits, one tab at a time; comes back by itself after a while when that doesn't work. */
export async function send({ keepalive = false } = {}): Promise<void> {
  const who = person();
  if (!who || queued || !(await isThere())) return;
  queued = true;
  clearTimeout(timer);
  try {
    // Whoever waits here looks again at what there is, so nothing that was kept meanwhile is overlooked.
    await navigator.locks.request(`outbox:${who}`, async () => {
      queued = false;
      if (Date.now() < notBefore && !keepalive) return;
      if (!isAdopted) await adopt(await ownVault(who));
      isAdopted = true;
      const vault = await vaultOf(who);
      if (vault) await sendAll(vault, keepalive);
    });
  } catch {
    trouble = "line";
  }
  queued = false;
  const early = notBefore - Date.now();
  if (trouble === "line") {
    timer = window.setTimeout(() => void send(), rest * (0.75 + Math.random() / 2));
    rest = Math.min(rest * 2, SLOWEST);
  } else if (early > 0) timer = window.setTimeout(() => void send(), early);
  tell({ state: "idle" });
}

function now(): void {
  rest = FIRST;
  void send();
}

/** Begins to send what earlier pages have left, and goes on whenever there is hope. */
export function keepSending(): void {
  addEventListener("online", now);
  addEventListener("pageshow", ({ persisted }) => persisted && now());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") now();
    else void send({ keepalive: true });
  });
  void send();
}
