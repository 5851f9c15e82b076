/**
 * The filter bar of a list: which columns are shown is part of the list's address like any filter.
 *
 *   <form class="filters" data-island="filters"> … <input type="checkbox" value="name" data-column> … </form>
 *
 * Changing a box writes the chosen names, joined by commas, into the field `columns` and submits.
 */
import type { Island } from "../island.ts";

export const filters: Island<HTMLFormElement> = (form) => {
  form.addEventListener("change", (event) => {
    if (!(event.target as Element).matches("[data-column]")) return;
    event.stopPropagation();
    const chosen = [...form.querySelectorAll<HTMLInputElement>("[data-column]:checked")];
    let field = form.querySelector<HTMLInputElement>("input[name=columns]");
    if (!field) {
      field = document.createElement("input");
      field.type = "hidden";
      field.name = "columns";
      form.append(field);
    }
    field.value = chosen.map((box) => box.value).join(",");
    form.requestSubmit();
  });
};
