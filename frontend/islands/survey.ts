/**
 * A form that people answer: questions are shown when their condition holds, and a bar says how much is done.
 *
 *   <form data-island="survey">
 *     <div data-question="f2" data-show='{"match": "all", "tests": [["f1", "is", "o1", "choice"]]}'> controls </div>
 *     <div data-progress hidden><progress></progress><small data-progress-text="{done} of {all}"></small></div>
 *   </form>
 *
 * A section without a question that is shown is hidden, too. What is `data-known` counts as answered.
 * The server computes the same from what is sent; what is hidden here is ignored there.
 */
import type { Island } from "../island.ts";

type Test = [field: string, verb: string, value: string, kind: string];
type Condition = { match: "all" | "any"; tests: Test[] };

export const survey: Island = (element, signal) => {
  const form = element as HTMLFormElement;
  const questions = [...form.querySelectorAll<HTMLElement>("[data-question]")];
  const parts = [...form.querySelectorAll<HTMLElement>("[data-show]:not([data-question])")];
  const sections = [...form.querySelectorAll<HTMLElement>("fieldset")].filter((each) => each.querySelector("[data-question]"));
  const shown = new Map<string, boolean>();

  const values = (name: string): string[] => {
    const own = [...new FormData(form)].filter(([key]) => key === name || key.startsWith(`${name}_`));
    return own.map(([, value]) => (typeof value === "string" ? value.trim() : "file")).filter(Boolean);
  };

  const holds = ([field, verb, value, kind]: Test): boolean => {
    const given = shown.get(field) === false ? [] : values(field);
    if (verb === "filled" || verb === "empty") return given.length > 0 === (verb === "filled");
    if (kind === "choices") return given.includes(value) === (verb === "is");
    if (!given.length) return false;
    if (kind !== "number" && kind !== "scale") return (given[0] === value) === (verb === "is");
    const [number, bound] = [Number(given[0]), Number(value)];
    if (verb === "at_least") return number >= bound;
    if (verb === "at_most") return number <= bound;
    return (number === bound) === (verb === "is");
  };

  const fulfilled = ({ dataset }: HTMLElement): boolean => {
    if (!dataset.show) return true;
    const { match, tests } = JSON.parse(dataset.show) as Condition;
    return match === "all" ? tests.every(holds) : tests.some(holds);
  };

  const update = () => {
    let done = 0;
    for (const question of questions) {
      const name = question.dataset.question ?? "";
      const is = fulfilled(question);
      shown.set(name, is);
      question.hidden = !is;
      if (is && ("known" in question.dataset || values(name).length)) done += 1;
    }
    for (const part of parts) part.hidden = !fulfilled(part);
    for (const section of sections) {
      const own = section.querySelectorAll<HTMLElement>("[data-question]");
      section.hidden = own.length > 0 && [...own].every((question) => question.hidden);
    }
    say(done, [...shown.values()].filter(Boolean).length);
  };

  const say = (done: number, all: number) => {
    const place = form.querySelector<HTMLElement>("[data-progress]");
    const bar = place?.querySelector("progress");
    const text = place?.querySelector<HTMLElement>("[data-progress-text]");
    if (!place || !bar || !text) return;
    place.hidden = false;
    bar.max = Math.max(all, 1);
    bar.value = done;
    text.textContent = (text.dataset.progressText ?? "").replace("{done}", String(done)).replace("{all}", String(all));
  };

  form.addEventListener("input", update, { signal });
  form.addEventListener("change", update, { signal });
  update();
};
