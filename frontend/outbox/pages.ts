/**
 * Pages that can be opened without a line: a page that asks for it (`data-keep-page` on an element of it) is kept on
 * this device, sealed for its person, until they sign out, another person comes, or `LASTING` is over. The service worker
 * opens it; see `worker/offline.ts`.
 */
import { asked, isThere, ownVault, reading, seal, unseal, vaultOf, writing, written, type Sealed } from "./vault.ts";

const LASTING = 12 * 3600_000;
const MOST = 30;

interface Kept {
  person: string;
  page: string;
  at: number;
  sealed: Sealed;
}

/** Keeps the page that is open, as the server sent it. */
export function keepPage(element: HTMLElement | null): void {
  const { person } = document.body.dataset;
  if (!element || !person) return;
  void (async () => {
    const page = location.pathname;
    const answer = await fetch(page, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const vault = await ownVault(person);
    const sealed = await seal(vault, await answer.text(), page);
    const rows = await asked<Kept[]>((await reading("pages")).getAll());
    const transaction = await writing("pages");
    const table = transaction.objectStore("pages");
    const mine = rows.filter((row) => row.person === person && row.page !== page).sort((a, b) => b.at - a.at);
    for (const row of mine.slice(MOST - 1)) table.delete([row.person, row.page]);
    table.put({ person, page, at: Date.now(), sealed } satisfies Kept);
    await written(transaction);
  })().catch(() => undefined); // without a line there is nothing new to be kept
}

/** Nobody is signed in, somebody signs out, or somebody else has come (`except`): nothing is left for whoever comes next. */
export async function forgetPages(except = ""): Promise<void> {
  if (!(await isThere())) return;
  const others = (await asked<Kept[]>((await reading("pages")).getAll())).filter((row) => row.person !== except);
  if (!others.length) return;
  const transaction = await writing("pages");
  for (const row of others) transaction.objectStore("pages").delete([row.person, row.page]);
  await written(transaction);
}

/** A page as it was kept; undefined when it wasn't. */
export async function keptPage(page: string): Promise<string | undefined> {
  if (!(await isThere())) return undefined;
  const rows = await asked<Kept[]>((await reading("pages")).getAll());
  const row = rows.find((each) => each.page === page && Date.now() - each.at < LASTING);
  const vault = row && (await vaultOf(row.person));
  return vault && unseal<string>(vault, row.sealed, page);
}
