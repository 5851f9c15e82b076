/**
 * The service worker of class screens: a panel that is switched on without a line starts the player that it has.
 * The page comes from the server while that answers, so that a new version arrives by itself.
 */
import type { Worker } from "./worker/worker.ts";

const HELD = "santong-screen-";
const PATIENCE = 5_000;
const worker = self as unknown as Worker;
const { page, files } = worker.kept;
const name = HELD + files.join().replaceAll("/", "");

worker.addEventListener("install", (event) => {
  const fill = async () => {
    const cache = await caches.open(name);
    await cache.addAll([page, ...files]);
    await worker.skipWaiting();
  };
  event.waitUntil(fill());
});

worker.addEventListener("activate", (event) => {
  const tidy = async () => {
    for (const other of await caches.keys()) if (other.startsWith(HELD) && other !== name) await caches.delete(other);
    await worker.clients.claim();
  };
  event.waitUntil(tidy());
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== worker.location.origin) return;
  if (request.mode === "navigate" && pathname === page) event.respondWith(opened(request));
  else if (files.includes(pathname)) event.respondWith(caches.match(pathname).then((found) => found ?? fetch(request)));
});

/** The page of the server; the kept one when that doesn't answer in time, or answers with an error. */
async function opened(request: Request): Promise<Response> {
  const kept = await caches.match(page);
  const answer = fetch(request).then(
    (found) => (found.ok || !kept ? found : kept),
    (error: unknown) => {
      if (!kept) throw error;
      return kept;
    },
  );
  if (!kept) return answer;
  return Promise.race([answer, new Promise<Response>((resolve) => setTimeout(() => resolve(kept), PATIENCE))]);
}
