/** What stands in the fields of a form, and putting it back. */
export type Values = Record<string, string[]>;

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const PRIVATE = /^(off|one-time-code|username|current-password|new-password)/;

/**
 * Passwords, codes, files and tokens are nobody's draft, nor fields marked `autocomplete="off"` (numbers of people); days
 * and what is picked from suggestions have that mark for another reason. What the form was begun upon
 * (`data-draft-keep`) and what was picked go with it.
 */
function draftable(field: Element): field is Field {
  if (!(field instanceof HTMLInputElement)) {
    return (field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement) && !isPrivate(field);
  }
  if (field.dataset.draftKeep !== undefined || field.dataset.picked !== undefined) return true;
  return !/^(password|file|hidden|submit|button|image|reset)$/.test(field.type) && !isPrivate(field);
}

function isPrivate(field: Field): boolean {
  if (field.dataset.sealed !== undefined) return true;
  if (field.getAttribute("role") === "combobox" || field.closest(".date-field")) return false;
  return PRIVATE.test(field.getAttribute("autocomplete") ?? "");
}

const isBox = (field: Field): field is HTMLInputElement => field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type);

function valuesOf(form: HTMLFormElement, given: (field: Field) => string[]): Values {
  const values: Values = {};
  for (const field of form.elements) {
    if (draftable(field) && field.name) (values[field.name] ??= []).push(...given(field));
  }
  return values;
}

/** What stands in the fields now. */
export function read(form: HTMLFormElement): Values {
  return valuesOf(form, (field) => {
    if (isBox(field)) return field.checked ? [field.value] : [];
    if (field instanceof HTMLSelectElement) return [...field.selectedOptions].map((option) => option.value);
    return [field.value];
  });
}

/** What stood in the fields when the page came. */
export function initial(form: HTMLFormElement): Values {
  return valuesOf(form, (field) => {
    if (isBox(field)) return field.defaultChecked ? [field.value] : [];
    if (!(field instanceof HTMLSelectElement)) return [field.defaultValue];
    const marked = [...field.options].filter((option) => option.defaultSelected);
    const chosen = marked.length || field.multiple ? marked : [...field.options].slice(0, 1);
    return chosen.map((option) => option.value);
  });
}

export function write(form: HTMLFormElement, values: Values): void {
  const used: Record<string, number> = {};
  for (const field of form.elements) {
    if (!draftable(field)) continue;
    const list = values[field.name];
    if (!list) continue;
    if (isBox(field)) field.checked = list.includes(field.value);
    else if (field instanceof HTMLSelectElement) {
      for (const option of field.options) option.selected = list.includes(option.value);
    } else {
      const position = used[field.name] ?? 0;
      used[field.name] = position + 1;
      field.value = list[position] ?? field.value;
    }
  }
}
