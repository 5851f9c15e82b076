/**
 * A form whose code may arrive behind "#" of the address, as QR codes on slips have it: browsers
 * don't send that part, so no server log keeps it. It is filled in, taken out of the address and sent.
 *
 *   <form method="post" data-island="address-code"> … <input name="code"> … </form>
 */
import type { Island } from "../island.ts";

const longest = 40;

export const addressCode: Island<HTMLFormElement> = (form) => {
  const code = decodeURIComponent(location.hash.slice(1)).slice(0, longest);
  const field = form.elements.namedItem("code");
  if (!code || !(field instanceof HTMLInputElement)) return;
  field.value = code;
  history.replaceState(null, "", location.pathname + location.search);
  form.requestSubmit();
};
