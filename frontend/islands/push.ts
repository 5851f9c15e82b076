/**
 * Lets this browser show messages (Push API): asks for it, subscribes, and sends the subscription with its form.
 *
 *   <li data-island="push" data-key="public key of the server" data-worker="/service-worker.js">
 *     <small data-push-text data-denied="…" data-failed="…" data-missing="…">…</small>
 *     <form><input type="hidden" name="subscription"><button type="submit" hidden>…</button></form>
 *   </li>
 *
 * The button shows itself where the browser can. It is asked only at a click: asking by itself is refused for good.
 */
import type { Island } from "../island.ts";

const bytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

export const push: Island = (element) => {
  const form = element.querySelector("form");
  const button = element.querySelector<HTMLButtonElement>("button");
  const text = element.querySelector<HTMLElement>("[data-push-text]");
  const { key = "", worker = "" } = element.dataset;
  if (!form || !button || !text) return;
  const say = (words?: string) => {
    text.textContent = words ?? "";
    text.setAttribute("role", "alert");
  };
  if (!key || !("serviceWorker" in navigator && "PushManager" in window)) return say(text.dataset.missing);
  button.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.setAttribute("aria-busy", "true");
    try {
      if ((await Notification.requestPermission()) !== "granted") return say(text.dataset.denied);
      await navigator.serviceWorker.register(worker, { scope: "/" });
      const { pushManager } = await navigator.serviceWorker.ready;
      // One that belongs to an older key of the server is of no use.
      await (await pushManager.getSubscription())?.unsubscribe();
      const found = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
      (form.elements.namedItem("subscription") as HTMLInputElement).value = JSON.stringify(found);
      form.submit();
    } catch (reason) {
      console.info("push:", reason);
      say(text.dataset.failed);
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
};
