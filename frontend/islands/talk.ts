/**
 * A conversation that is open: what is written goes through the outbox and stands in the thread at once; what others
 * wrote comes by the thread's own asking, and the page stays at its end unless somebody has scrolled up.
 *
 *   <form data-island="form talk" data-kind="…" data-stream="…"> <textarea name="text"> <p data-queued …> </form>
 *   <div data-island="talk-log"> <div id="talk-log" hx-get="…" hx-trigger="refresh"> </div>
 *
 * Ctrl+Enter sends. Without the script, or where nothing can be kept, the form is sent as any other.
 */
import type { Island } from "../island.ts";
import { fieldsOf, start } from "../outbox/device.ts";
import { dropDraft } from "../outbox/drafts.ts";
import { person, put, type News } from "../outbox/queue.ts";
import { isPossible } from "../outbox/vault.ts";

const log = () => document.querySelector<HTMLElement>("#talk-log");
const refresh = () => log()?.dispatchEvent(new CustomEvent("refresh"));
const toEnd = () => {
  const box = log()?.parentElement;
  if (box) box.scrollTop = box.scrollHeight;
};

/** What was just written, until the server's own words take its place. */
function showWaiting(id: string, text: string): void {
  const item = document.createElement("article");
  [item.className, item.dataset.waits] = ["talk-item mine", id];
  item.innerHTML = '<div class="talk-body"><div class="talk-bubble"><p class="prose"></p></div></div>';
  item.querySelector("p")!.innerText = text;
  log()?.append(item);
  toEnd();
}

export const talk: Island<HTMLFormElement> = (form, signal) => {
  const words = form.querySelector("textarea");
  if (!words) return;
  words.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) form.requestSubmit();
  });
  if (!isPossible() || !person()) return;
  const said = form.querySelector<HTMLElement>("[data-queued]");
  const sent = new Set<string>();
  const say = (text = "", reason = "") => {
    if (said) [said.hidden, said.textContent] = [!text, [text, reason].filter(Boolean).join(" ")];
  };
  const send = (event: Event) => {
    // Files, answers and a page of earlier messages go as forms do: their pages come anew.
    if (form.querySelector("[name=files], [name=reply_to]") || !words.value.trim()) return;
    event.preventDefault();
    const { kind = "", stream = kind, title, label } = form.dataset;
    const [text, fields] = [words.value, fieldsOf(form, null)];
    // At once: whoever writes fast has begun the next one before this one lies on the disk.
    form.reset();
    words.value = "";
    put({ kind, stream, title, label, fields })
      .then(({ id }) => {
        sent.add(id);
        showWaiting(id, text);
        say(said?.dataset.saved);
        setTimeout(() => void dropDraft(form), 500); // after the last key has been kept
        start();
      })
      .catch(() => {
        words.value = text;
        form.submit();
      });
  };
  // Before the drafts hear of it: what went to the outbox is no draft any more.
  form.addEventListener("submit", send, { capture: true });
  document.addEventListener(
    "outbox",
    (event) => {
      const news = (event as CustomEvent<News>).detail;
      if (!news.id || !sent.has(news.id) || news.state === "idle" || news.state === "saved") return;
      sent.delete(news.id);
      if (news.state === "done") return void (say(), refresh());
      document.querySelector(`[data-waits="${news.id}"]`)?.remove();
      say(said?.dataset.refused, news.reason);
    },
    { signal },
  );
};

export const talkLog: Island = (box, signal) => {
  let isAtEnd = true;
  const look = () => {
    isAtEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 120;
  };
  if (!location.hash) toEnd();
  box.addEventListener("scroll", look, { signal });
  new MutationObserver(() => isAtEnd && toEnd()).observe(box, { childList: true });
};
