/**
 * The pages opened lately, for the palette. They are kept for this tab and this person only: classroom
 * machines are shared, and the next to sign in must not see whose pages the last one looked at.
 */
const kept = 8;
const storageKey = "pages-opened";
const justNow = 60_000;

interface Visit {
  href: string;
  text: string;
  icon: string;
  time: number;
}

interface Opened {
  href: string;
  text: string;
  icon: string;
  /** When, as a person says it. */
  at: string;
}

interface Kept {
  person: string;
  visits: Visit[];
}

function visits(): Visit[] {
  try {
    const found = JSON.parse(sessionStorage.getItem(storageKey) ?? "") as Kept;
    return found.person === (document.body.dataset.person ?? "") ? found.visits : [];
  } catch {
    return []; // nothing yet, another version's format, or storage is forbidden: it is only a convenience
  }
}

/** Remembers the page that is open, unless it is home or a form that somebody fills in. */
export function note(): void {
  const text = document.querySelector(".page-title")?.textContent?.replace(/\s+/g, " ").trim();
  if (!text || location.pathname === "/" || document.querySelector("main [data-leave]")) return;
  const icon = document.querySelector(".side-link[aria-current] use")?.getAttribute("href") ?? "";
  const visit = { href: location.pathname, text, icon, time: Date.now() };
  const others = visits().filter(({ href }) => href !== visit.href);
  const found: Kept = { person: document.body.dataset.person ?? "", visits: [visit, ...others].slice(0, kept) };
  sessionStorage.setItem(storageKey, JSON.stringify(found));
}

/** The pages opened lately, the last one first. */
export function opened(): Opened[] {
  return visits().map(({ href, text, icon, time }) => ({ href, text, icon, at: said(time) }));
}

function said(time: number): string {
  const language = document.documentElement.lang;
  if (Date.now() - time < justNow) return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(0, "second");
  return new Intl.DateTimeFormat(language, { hour: "numeric", minute: "2-digit" }).format(time);
}
