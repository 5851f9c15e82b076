/**
 * Calling the roll: tapping a pupil goes through the states of its drop-down list, which is what is sent.
 *
 *   <form data-island="roll-call queued">
 *     <p data-roll-help hidden>…</p>
 *     <li data-state="present">
 *       <button type="button" data-roll-next hidden><span>name</span><b data-roll-state></b></button>
 *       <label data-roll-plain><span>name</span><select name="said"><option data-state="present">…</option> …</select></label>
 *     </li>
 *     <p role="status" data-roll-said></p> <span data-roll-count></span>
 *   </form>
 *
 * Without the script the lists are there. Arrow keys go from tile to tile, space and enter through the states, and
 * the keys 1, 2, 3 … choose one of them. `data-roll-count` says how many of how many are there.
 */
import type { Island } from "../island.ts";

export const rollCall: Island<HTMLFormElement> = (form) => {
  const tiles = [...form.querySelectorAll<HTMLElement>("[data-state]:has(> [data-roll-next])")];
  const count = form.querySelector("[data-roll-count]");
  const said = form.querySelector("[data-roll-said]");
  const buttons = tiles.map((tile) => tile.querySelector<HTMLButtonElement>("[data-roll-next]")!);

  const there = () => tiles.filter(({ dataset: { state } }) => state !== "absent" && state !== "on_leave").length;

  const show = (tile: HTMLElement) => {
    const option = tile.querySelector("select")!.selectedOptions[0]!;
    tile.dataset.state = option.dataset.state;
    tile.querySelector("[data-roll-state]")!.textContent = option.textContent;
    if (count) count.textContent = `${there()} / ${tiles.length}`;
    return option.textContent ?? "";
  };

  const choose = (tile: HTMLElement, place: (now: number, all: number) => number) => {
    const list = tile.querySelector("select")!;
    const next = place(list.selectedIndex, list.length);
    if (next < 0 || next >= list.length) return;
    list.selectedIndex = next;
    const words = show(tile);
    if (said) said.textContent = `${tile.querySelector("button span")!.textContent} ${words}`;
  };

  const move = (from: number, key: string) => {
    const across = Math.max(1, buttons.filter((each) => each.offsetTop === buttons[0]!.offsetTop).length);
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across, ArrowUp: -across };
    const step = steps[key];
    if (step === undefined) return false;
    buttons[from + step]?.focus();
    return true;
  };

  tiles.forEach((tile, position) => {
    const button = buttons[position]!;
    button.hidden = false;
    tile.querySelector<HTMLElement>("[data-roll-plain]")!.hidden = true;
    show(tile);
    // Of the list's states those that are rare come by key or by tapping on: absent, late, then back to the first.
    button.addEventListener("click", () => choose(tile, (now, all) => (now + 1) % Math.min(all, now < 3 ? 3 : all)));
    button.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const digit = Number(event.key);
      if (digit >= 1 && digit <= 9) choose(tile, () => digit - 1);
      else if (!move(position, event.key)) return;
      event.preventDefault();
    });
  });
  const help = form.querySelector<HTMLElement>("[data-roll-help]");
  if (help) help.hidden = false;
};
