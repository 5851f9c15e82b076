/**
 * The service worker that shows messages of web push. It keeps nothing and answers no requests.
 *
 * A message is JSON: {title, link, tag}. One with the tag of a message that is still shown replaces it.
 * It stands by itself, without imports: the server gives it out as one file at the root.
 */
type Message = { title?: unknown; link?: unknown; tag?: unknown };

type PushWorker = {
  addEventListener(name: string, listener: (event: never) => void): void;
  skipWaiting(): Promise<void>;
  location: { origin: string };
  registration: { showNotification(title: string, options: object): Promise<void> };
  clients: {
    claim(): Promise<void>;
    matchAll(options: object): Promise<{ url: string; focus(): Promise<unknown>; navigate(url: string): Promise<unknown> }[]>;
    openWindow(url: string): Promise<unknown>;
  };
};
type Waits = { waitUntil(done: Promise<unknown>): void };
type Pushed = Waits & { data: { json(): unknown } | null };
type Clicked = Waits & { notification: { close(): void; data: unknown } };

const worker = self as unknown as PushWorker;

function read(event: Pushed): Message {
  try {
    return (event.data?.json() ?? {}) as Message;
  } catch {
    return {};
  }
}

/** Only to this platform, wherever a message says that it leads. */
function home(link: unknown): string {
  try {
    const { pathname, search } = new URL(String(link), worker.location.origin);
    return pathname + search;
  } catch {
    return "/";
  }
}

worker.addEventListener("install", ((event: Waits) => event.waitUntil(worker.skipWaiting())) as never);
worker.addEventListener("activate", ((event: Waits) => event.waitUntil(worker.clients.claim())) as never);

worker.addEventListener("push", ((event: Pushed) => {
  const { title, link, tag } = read(event);
  const options = { tag: typeof tag === "string" ? tag : undefined, data: home(link ?? "/"), renotify: false };
  // Browsers stop a server that pushes without showing anything.
  event.waitUntil(worker.registration.showNotification(typeof title === "string" && title ? title : "•", options));
}) as never);

worker.addEventListener("notificationclick", ((event: Clicked) => {
  event.notification.close();
  const address = worker.location.origin + home(event.notification.data);
  event.waitUntil(
    worker.clients.matchAll({ type: "window", includeUncontrolled: true }).then(async (windows) => {
      const open = windows.find((each) => each.url === address);
      await (open ? open.focus() : worker.clients.openWindow(address));
    }),
  );
}) as never);
