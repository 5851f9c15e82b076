/**
 * Tabs whose panels are all on the page. (Tabs that are pages of their own are plain links.)
 *
 *   <div class="tabs" role="tablist" data-island="tabs" aria-label="…">
 *     <button role="tab" aria-controls="panel-a" aria-selected="true">…</button>
 *     <button role="tab" aria-controls="panel-b">…</button>
 *   </div>
 *   <div role="tabpanel" id="panel-a">…</div> <div role="tabpanel" id="panel-b" hidden>…</div>
 *
 * Arrow keys, Home and End move and show; only the chosen tab is in the Tab order. The chosen panel
 * is kept in the address (#panel-b), so a reload or a shared link shows it.
 */
import type { Island } from "../island.ts";

export const tabs: Island = (element) => {
  const all = [...element.querySelectorAll<HTMLElement>('[role="tab"]')];
  const panelOf = (tab: HTMLElement) => document.getElementById(tab.getAttribute("aria-controls") ?? "");

  const choose = (chosen: HTMLElement) => {
    for (const tab of all) {
      const selected = tab === chosen;
      tab.setAttribute("aria-selected", String(selected));
      tab.tabIndex = selected ? 0 : -1;
      const panel = panelOf(tab);
      if (panel) panel.hidden = !selected;
    }
  };

  for (const tab of all) {
    const panel = panelOf(tab);
    tab.id ||= `tab-${tab.getAttribute("aria-controls")}`;
    panel?.setAttribute("aria-labelledby", tab.id);
    tab.addEventListener("click", () => {
      choose(tab);
      history.replaceState(history.state, "", `#${tab.getAttribute("aria-controls")}`);
    });
  }
  element.addEventListener("keydown", (event) => {
    const here = all.indexOf(event.target as HTMLElement);
    const last = all.length - 1;
    const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: last }[event.key];
    const tab = next === undefined ? undefined : all[next < 0 ? last : next % all.length];
    if (!tab) return;
    event.preventDefault();
    tab.focus();
    tab.click();
  });

  const addressed = all.find((tab) => `#${tab.getAttribute("aria-controls")}` === location.hash);
  const marked = all.find((tab) => tab.getAttribute("aria-selected") === "true");
  const first = addressed ?? marked ?? all[0];
  if (first) choose(first);
};
