/**
 * What the service worker does without a line: a page that asked to be kept opens as it was, every other address shows
 * what waits on this device. Nothing is taken from here while the server answers.
 */
import { keptPage } from "../outbox/pages.ts";
import type { Worker } from "./worker.ts";

const HELD = "santong-files-";

export function offline(worker: Worker): void {
  const { page, files } = worker.kept;
  const name = HELD + version(files);

  worker.addEventListener("install", (event) => {
    event.waitUntil(
      caches
        .open(name)
        .then((cache) => cache.addAll([page, ...files]))
        .then(() => worker.skipWaiting()),
    );
  });
  worker.addEventListener("activate", (event) => {
    event.waitUntil(
      (async () => {
        for (const other of await caches.keys()) if (other.startsWith(HELD) && other !== name) await caches.delete(other);
        await worker.clients.claim();
      })(),
    );
  });
  worker.addEventListener("fetch", (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    if (request.method !== "GET" || origin !== worker.location.origin) return;
    if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => instead(pathname, page)));
    else if (files.includes(pathname)) event.respondWith(caches.match(pathname).then((found) => found ?? fetch(request)));
  });
}

async function instead(pathname: string, page: string): Promise<Response> {
  const kept = await keptPage(pathname).catch(() => undefined);
  if (kept !== undefined) return new Response(kept, { headers: { "Content-Type": "text/html; charset=utf-8", ...POLICY } });
  return (await caches.match(page)) ?? Response.error();
}

/** A page from here gets no headers of the server: what it may do is said once more. */
const POLICY = { "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; media-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'" };

function version(files: string[]): string {
  let sum = 0;
  for (const character of files.join()) sum = (sum * 31 + character.charCodeAt(0)) | 0;
  return (sum >>> 0).toString(36);
}
