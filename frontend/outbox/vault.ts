/**
 * What a person leaves on a device, sealed: the database of the outbox and of drafts, and its keys.
 *
 * Each person has a key of their own (AES-256-GCM) that scripts can use and can't read. It is thrown away when they
 * sign out, and with it all that it sealed. Sealing needs a secure context: by plain http there is no vault.
 */
const NAME = "santong-device";
const VERSION = 1;

export type Table = "people" | "streams" | "entries" | "drafts" | "pages";

export interface Vault {
  person: string;
  /** Made up here, tells the streams of this device from those of others. */
  device: string;
  key: CryptoKey;
}

export interface Sealed {
  nonce: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

/** No sealing here: an insecure context, or a browser that keeps nothing. */
export class NoVault extends Error {}

export const isPossible = () => Boolean(globalThis.crypto?.subtle && globalThis.indexedDB && globalThis.navigator?.locks);

/** Whether this device holds anything; asks without making anything. */
export async function isThere(): Promise<boolean> {
  if (!isPossible()) return false;
  if (!("databases" in indexedDB)) return true;
  return (await indexedDB.databases()).some(({ name }) => name === NAME);
}

let opened: Promise<IDBDatabase> | undefined;

export function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      const made = request.result;
      made.createObjectStore("people", { keyPath: "person" });
      made.createObjectStore("streams", { keyPath: ["person", "stream"] });
      made.createObjectStore("entries", { keyPath: "id" }).createIndex("order", ["person", "stream", "sequence"]);
      made.createObjectStore("drafts", { keyPath: ["person", "page"] });
      made.createObjectStore("pages", { keyPath: ["person", "page"] });
    };
    request.onsuccess = () => {
      // A newer version of the product, or whoever clears the device, must not wait for this page.
      request.result.onversionchange = () => request.result.close();
      request.result.onclose = () => (opened = undefined);
      resolve(request.result);
    };
    request.onerror = () => reject(request.error ?? new NoVault());
  });
  opened.catch(() => (opened = undefined));
  return opened;
}

/** The answer of one request to the database. */
export function asked<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Resolves when a transaction is on the disk. */
export function written(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

/** A transaction that is on the disk itself, and not only on its way, when it completes. */
export async function writing(...tables: Table[]): Promise<IDBTransaction> {
  return (await database()).transaction(tables, "readwrite", { durability: "strict" });
}

export async function reading(table: Table): Promise<IDBObjectStore> {
  return (await database()).transaction(table, "readonly").objectStore(table);
}

/** All keys of rows of a person in a table whose key begins with the person. */
export const ofPerson = (person: string) => IDBKeyRange.bound([person], [person, []]);

export async function vaultOf(person: string): Promise<Vault | undefined> {
  return asked<Vault | undefined>((await reading("people")).get(person));
}

/** The person's vault, made when they have none. */
export async function ownVault(person: string): Promise<Vault> {
  if (!isPossible() || !person) throw new NoVault();
  const found = await vaultOf(person);
  if (found) return found;
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const transaction = await writing("people");
  // Another tab may have made one meanwhile: the first holds.
  const kept = await asked<Vault | undefined>(transaction.objectStore("people").get(person));
  const vault = kept ?? { person, device: crypto.randomUUID(), key };
  if (!kept) transaction.objectStore("people").add(vault);
  await written(transaction);
  void navigator.storage?.persist?.().catch(() => undefined); // so that a full disk doesn't empty it
  return vault;
}

/** Seals anything JSON can hold; only the same `purpose` opens it again. */
export async function seal({ key }: Vault, value: unknown, purpose: string): Promise<Sealed> {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const text = new TextEncoder().encode(JSON.stringify(value));
  const additionalData = new TextEncoder().encode(purpose);
  return { nonce, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData }, key, text) };
}

export async function unseal<T>({ key }: Vault, { nonce, data }: Sealed, purpose: string): Promise<T> {
  const additionalData = new TextEncoder().encode(purpose);
  const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce, additionalData }, key, data);
  return JSON.parse(new TextDecoder().decode(text)) as T;
}

/** Throws away a person's key and all that it sealed. */
export async function destroy(person: string): Promise<void> {
  const transaction = await writing("people", "streams", "entries", "drafts", "pages");
  transaction.objectStore("people").delete(person);
  for (const table of ["streams", "drafts", "pages"]) transaction.objectStore(table).delete(ofPerson(person));
  const entries = transaction.objectStore("entries");
  const keys = await asked(entries.index("order").getAllKeys(ofPerson(person)));
  for (const key of keys) entries.delete(key);
  await written(transaction);
}
