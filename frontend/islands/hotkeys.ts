/**
 * Single keys for a page that is worked through many times, such as a review.
 *
 *   <form data-island="hotkeys"> <button data-key="a">…</button> <input data-key="r"> … </form>
 *
 * The key of an element anywhere on the page clicks it; of a field to write in, puts the cursor there.
 * Keys do nothing while somebody writes; Escape leaves the field. The list of keys (?) names them.
 */
import type { Island } from "../island.ts";

const written = "textarea, select, input:not([type=checkbox], [type=radio], [type=button])";

export const hotkeys: Island = (_element, signal) => {
  const act = (target: HTMLElement) => {
    if (target.matches(written)) target.focus();
    else target.click();
  };
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.isComposing || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const here = event.target instanceof HTMLElement ? event.target : null;
      if (here?.matches(written) || here?.isContentEditable) {
        if (event.key === "Escape") here.blur();
        return;
      }
      if (document.querySelector("dialog[open]")) return;
      const target = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
      if (!target) return;
      event.preventDefault();
      act(target);
    },
    { signal },
  );
};
