/**
 * A day, typed as 2026-09-01 or chosen from a calendar in the language of the page.
 *
 *   <span class="date-field" data-island="date-field">
 *     <input type="text"> <button class="date-open" aria-expanded="false" hidden>…</button>
 *     <span class="date-panel" hidden></span>
 *     <template> <calendar-date> … <calendar-month></calendar-month> </calendar-date> </template>
 *   </span>
 *
 * The calendar (cally) is fetched when it is opened first. What was typed with points, slashes or Chinese signs is
 * put into the one form when the field is left. Escape closes the calendar and gives the focus back.
 */
import type { Island } from "../island.ts";

interface CalendarDate extends HTMLElement {
  value: string;
  focusedDate: string | undefined;
  focus(options?: FocusOptions & { target?: "day" | "next" | "previous" }): void;
}

const written = /^\s*(\d{4})\s*[-./年 ]?\s*(\d{1,2})\s*[-./月 ]?\s*(\d{1,2})\s*日?\s*$/;

/** The day in the form 2026-09-01; what isn't a day stays as it is, so that the server can say what is wrong. */
export function tidyDay(text: string): string {
  const found = written.exec(text);
  if (!found) return text;
  const [year, month, day] = [found[1]!, found[2]!.padStart(2, "0"), found[3]!.padStart(2, "0")];
  const moment = new Date(`${year}-${month}-${day}T12:00:00Z`);
  const isDay = !Number.isNaN(moment.getTime()) && moment.getUTCDate() === Number(day);
  return isDay ? `${year}-${month}-${day}` : text;
}

export const dateField: Island = (element, signal) => {
  const input = element.querySelector("input");
  const button = element.querySelector<HTMLButtonElement>(".date-open");
  const panel = element.querySelector<HTMLElement>(".date-panel");
  const template = element.querySelector("template");
  if (!input || !button || !panel || !template || input.disabled || input.readOnly) return;
  button.hidden = false;

  const changed = () => {
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const close = (refocus: boolean) => {
    if (panel.hidden) return;
    panel.hidden = true;
    button.setAttribute("aria-expanded", "false");
    if (refocus) button.focus();
  };
  const calendar = async (): Promise<CalendarDate> => {
    await import("cally");
    if (!panel.firstElementChild) {
      const made = document.importNode(template.content, true).firstElementChild as unknown as CalendarDate;
      made.setAttribute("locale", document.documentElement.lang);
      panel.append(made);
      made.addEventListener("change", () => {
        input.value = made.value;
        close(true);
        changed();
      });
    }
    return panel.firstElementChild as unknown as CalendarDate;
  };
  const open = async () => {
    const made = await calendar();
    const day = tidyDay(input.value);
    made.value = written.test(day) ? day : "";
    if (made.value) made.focusedDate = made.value;
    panel.hidden = false;
    button.setAttribute("aria-expanded", "true");
    const { bottom, right } = panel.getBoundingClientRect();
    panel.toggleAttribute("data-above", bottom > innerHeight && element.getBoundingClientRect().top > panel.offsetHeight);
    panel.toggleAttribute("data-end", right > document.documentElement.clientWidth);
    requestAnimationFrame(() => made.focus({ target: "day" }));
  };

  button.addEventListener("click", () => {
    if (panel.hidden) void open();
    else close(true);
  });
  input.addEventListener("blur", () => {
    const day = tidyDay(input.value);
    if (day === input.value) return;
    input.value = day;
    changed();
  });
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close(true);
    }
    if (event.key === "ArrowDown" && event.altKey && event.target === input) {
      event.preventDefault();
      void open();
    }
  });
  document.addEventListener("pointerdown", ({ target }) => element.contains(target as Node) || close(false), { signal });
  element.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !element.contains(relatedTarget)) close(false);
  });
};
