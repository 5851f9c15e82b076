/** What we use of a service worker. The library of TypeScript has it only for programs that are nothing else. */
import type { Clicked, Pushed } from "./push.ts";

export interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void;
}

export interface Fetching extends Waiting {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

interface Page {
  readonly url: string;
  focus(): Promise<unknown>;
}

export interface Worker {
  /** What the server names when it hands the script out: the page for when there is no line, and files without a person. */
  readonly kept: { page: string; files: string[] };
  readonly location: Location;
  readonly registration: { showNotification(title: string, options: object): Promise<void> };
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: object): Promise<Page[]>;
    openWindow(url: string): Promise<unknown>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(name: "install" | "activate", listener: (event: Waiting) => void): void;
  addEventListener(name: "fetch", listener: (event: Fetching) => void): void;
  addEventListener(name: "push", listener: (event: Pushed) => void): void;
  addEventListener(name: "notificationclick", listener: (event: Clicked) => void): void;
  addEventListener(name: string, listener: (event: Event) => void): void;
}
