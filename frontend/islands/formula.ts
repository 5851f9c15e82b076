/**
 * Names for a formula while somebody types one.
 *
 *   <textarea data-island="formula" data-names="学生数 班级数 …" data-label="what the list is called">
 *
 * Names that hold what is typed last stand below the field; arrows choose, Enter or Tab takes one, Escape closes.
 */
import type { Island } from "../island.ts";

const most = 8;
const wordBefore = /[\p{L}\p{N}·_]+$/u;

export const formula: Island = (element, signal) => {
  const field = element as HTMLTextAreaElement;
  const names = (field.dataset.names ?? "").split(" ").filter(Boolean);
  const list = document.createElement("div");
  list.className = "suggestions";
  list.id = `${field.id}-names`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset.label ?? "");
  list.hidden = true;
  field.after(list);
  field.parentElement?.classList.add("picker");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("autocomplete", "off");

  const options = () => [...list.querySelectorAll<HTMLElement>("[role=option]")];
  const chosen = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");
  const choose = (at: number) => {
    options().forEach((option, position) => option.setAttribute("aria-selected", String(position === at)));
  };
  const word = () => wordBefore.exec(field.value.slice(0, field.selectionStart))?.[0] ?? "";
  const take = (name: string) => {
    field.setRangeText(name, field.selectionStart - word().length, field.selectionStart, "end");
    list.hidden = true;
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const show = () => {
    const typed = word();
    const found = typed ? names.filter((name) => name.includes(typed) && name !== typed).slice(0, most) : [];
    list.replaceChildren(
      ...found.map((name) => {
        const option = document.createElement("div");
        option.className = "suggestion";
        option.setAttribute("role", "option");
        option.textContent = name;
        option.addEventListener("mousedown", (event) => {
          event.preventDefault();
          take(name);
        });
        return option;
      }),
    );
    list.hidden = !found.length;
    choose(0);
  };

  field.addEventListener(
    "input",
    (event) => {
      if (!(event as InputEvent).isComposing && event.isTrusted) show();
    },
    { signal },
  );
  field.addEventListener("compositionend", show, { signal });
  field.addEventListener("blur", () => (list.hidden = true), { signal });
  field.addEventListener(
    "keydown",
    (event) => {
      if (list.hidden || event.isComposing) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) choose((chosen() + step + options().length) % options().length);
      else if (event.key === "Enter" || event.key === "Tab") take(options()[chosen()]?.textContent ?? "");
      else if (event.key === "Escape") list.hidden = true;
      else return;
      event.preventDefault();
    },
    { signal },
  );
};
