/** The one IndexedDB store: small records under a name. Where there is no database, memory. */

const DATABASE = "huizhen";
const STORE = "kept";

let opening: Promise<IDBDatabase | null> | null = null;
const memory = new Map<string, unknown>();

function open(): Promise<IDBDatabase | null> {
  opening ??= new Promise((resolve) => {
    try {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(null);
      request.onblocked = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
  return opening;
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error("the browser's database refused"));
  });
}

export async function keep(name: string, value: unknown): Promise<void> {
  memory.set(name, value);
  const database = await open();
  if (database === null) return;
  await done(database.transaction(STORE, "readwrite").objectStore(STORE).put(value, name));
}

export async function kept(name: string): Promise<unknown> {
  const database = await open();
  if (database === null) return memory.get(name);
  const value: unknown = await done(database.transaction(STORE).objectStore(STORE).get(name));
  return value;
}

export async function forget(name: string): Promise<void> {
  memory.delete(name);
  const database = await open();
  if (database === null) return;
  await done(database.transaction(STORE, "readwrite").objectStore(STORE).delete(name));
}

export async function keptNames(prefix: string): Promise<readonly string[]> {
  const database = await open();
  if (database === null) return [...memory.keys()].filter((one) => one.startsWith(prefix));
  const keys = await done(database.transaction(STORE).objectStore(STORE).getAllKeys());
  return keys.map(String).filter((one) => one.startsWith(prefix));
}
