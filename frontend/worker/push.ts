/**
 * What the service worker does with messages of web push: shows them, and opens the page that they lead to.
 *
 * A message is JSON: {title, link, tag}. One with the tag of a message that is still shown replaces it.
 */
import type { Waiting, Worker } from "./worker.ts";

type Message = { title?: unknown; link?: unknown; tag?: unknown };

export interface Pushed extends Waiting {
  readonly data: { json(): unknown } | null;
}

export interface Clicked extends Waiting {
  readonly notification: { close(): void; data: unknown };
}

function read(event: Pushed): Message {
  try {
    return (event.data?.json() ?? {}) as Message;
  } catch {
    return {};
  }
}

export function push(worker: Worker): void {
  /** Only to this platform, wherever a message says that it leads. */
  const home = (link: unknown): string => {
    try {
      const { pathname, search } = new URL(String(link), worker.location.origin);
      return pathname + search;
    } catch {
      return "/";
    }
  };

  worker.addEventListener("push", (event) => {
    const { title, link, tag } = read(event);
    const options = { tag: typeof tag === "string" ? tag : undefined, data: home(link ?? "/"), renotify: false };
    // Browsers stop a server that pushes without showing anything.
    event.waitUntil(worker.registration.showNotification(typeof title === "string" && title ? title : "•", options));
  });

  worker.addEventListener("notificationclick", (event) => {
    event.notification.close();
    const address = worker.location.origin + home(event.notification.data);
    event.waitUntil(
      worker.clients.matchAll({ type: "window", includeUncontrolled: true }).then(async (windows) => {
        const open = windows.find((each) => each.url === address);
        await (open ? open.focus() : worker.clients.openWindow(address));
      }),
    );
  });
}
