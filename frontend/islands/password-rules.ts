/**
 * The rules of a new password, ticked off while it is typed. The server checks them all again.
 *
 *   <ul data-island="password-rules" data-new="id of the field" data-again="id of the second field" data-met="met">
 *     <li data-rule="length|letters|unlike|same" data-unlike="words it must not contain">…</li>
 *   </ul>
 */
import type { Island } from "../island.ts";

const shortest = 8;
const shortestWord = 3;

export const passwordRules: Island = (list) => {
  const field = (id: string | undefined) => document.getElementById(id ?? "") as HTMLInputElement | null;
  const first = field(list.dataset.new);
  const second = field(list.dataset.again);
  if (!first || !second) return;

  const isMet = (rule: HTMLElement): boolean => {
    const password = first.value.toLowerCase();
    const words = (rule.dataset.unlike ?? "").toLowerCase().split(/\s+/).filter((word) => word.length >= shortestWord);
    const rules: Record<string, boolean> = {
      length: [...password].length >= shortest,
      letters: /\D/.test(password),
      unlike: password !== "" && !words.some((word) => password.includes(word)),
      same: password !== "" && first.value === second.value,
    };
    return rules[rule.dataset.rule ?? ""] ?? false;
  };
  const show = () => {
    for (const rule of list.querySelectorAll<HTMLElement>("[data-rule]")) {
      const met = isMet(rule);
      rule.toggleAttribute("data-met", met);
      rule.ariaLabel = met ? `${rule.textContent?.trim()} (${list.dataset.met})` : null;
    }
  };
  first.addEventListener("input", show);
  second.addEventListener("input", show);
};
