/**
 * Islands: small scripts that attach themselves to elements by attribute.
 *
 *   <div data-island="menu display">  starts the islands "menu" and "display" on the element
 *
 * An island is started once an element, also on elements that htmx brings in later. It gets an
 * AbortSignal that fires when the element leaves the page: listeners on the document or the window
 * must be given it.
 */

export type Island<E extends HTMLElement = HTMLElement> = (element: E, signal: AbortSignal) => void;

const islands = new Map<string, Island>();
const running = new Map<HTMLElement, AbortController>();

export function define<E extends HTMLElement>(name: string, island: Island<E>): void {
  islands.set(name, island as unknown as Island);
}

/** An island that is fetched when the first element needs it: `later(() => import("./islands/x.ts").then((m) => m.x))`. */
export function later<E extends HTMLElement>(load: () => Promise<Island<E>>): Island<E> {
  return (element, signal) => {
    void load().then((island) => {
      if (!signal.aborted) island(element, signal);
    });
  };
}

function start(element: HTMLElement): void {
  if (running.has(element)) return;
  const controller = new AbortController();
  running.set(element, controller);
  for (const name of (element.dataset.island ?? "").split(/\s+/).filter(Boolean)) {
    const island = islands.get(name);
    if (!island) {
      console.error(`No island is called "${name}"`, element);
      continue;
    }
    try {
      island(element, controller.signal);
    } catch (fault) {
      // One that fails must not take the others of the page with it; the console has it for whoever looks.
      reportError(fault);
    }
  }
}

function stopDeparted(): void {
  for (const [element, controller] of running) {
    if (element.isConnected) continue;
    controller.abort();
    running.delete(element);
  }
}

/** Starts the islands of the page, and keeps doing so for whatever is added to it. */
export function watch(root: HTMLElement): void {
  const find = (node: ParentNode) => node.querySelectorAll<HTMLElement>("[data-island]");
  find(root).forEach(start);
  new MutationObserver((changes) => {
    stopDeparted();
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        if (!(node instanceof HTMLElement) || !node.isConnected) continue;
        if (node.matches("[data-island]")) start(node);
        find(node).forEach(start);
      }
    }
  }).observe(root, { childList: true, subtree: true });
}
