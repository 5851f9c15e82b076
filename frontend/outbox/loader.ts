/**
 * What every page loads of the outbox: whether this device holds anything, so that the rest is fetched only then.
 * It must stay small, and may not import the rest.
 */
const NAME = "santong-device";

let known: Promise<boolean> | undefined;

/** Whether this device kept anything of anybody, or of this tab, when the page came. */
export function isInUse(): Promise<boolean> {
  known ??= look();
  return known;
}

async function look(): Promise<boolean> {
  if (Object.keys(sessionStorage).some((key) => key.startsWith("draft"))) return true;
  return Boolean((await globalThis.indexedDB?.databases?.())?.some(({ name }) => name === NAME));
}

/** Sends what waits, shows how much that is, and asks before somebody signs out and loses it. */
export function lookAtDevice(): void {
  const { person } = document.body.dataset;
  // Signed out in the middle of sending a form: that it was sent says nothing any more.
  if (!person) sessionStorage.removeItem("draft-sent");
  void isInUse().then(async (is) => {
    if (is) (await import("./device.ts")).start();
  });
  const signOut = (event: Event) => {
    const form = event.target as HTMLFormElement;
    if (!person || !form.matches("[data-sign-out]") || "leaves" in form.dataset) return;
    event.preventDefault();
    void look()
      .then(async (is) => is && (await (await import("./device.ts")).leave()))
      .catch(() => undefined)
      .then((stays) => {
        if (stays === "stay") return;
        form.dataset.leaves = "";
        form.requestSubmit();
      });
  };
  // Before the guard against second submits, for which this one doesn't count.
  document.addEventListener("submit", signOut, { capture: true });
}
