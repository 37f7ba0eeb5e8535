/** The folder that was chosen at this machine, kept by the browser: the next day it takes one press to go on. */
import type { Directory } from './folder.ts';

const [name, store, key] = ['shoucang-capture', 'folders', 'scans'];

const open = (): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore(store));
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB')));
  });

async function within<T>(mode: IDBTransactionMode, ask: (folders: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const request = ask(database.transaction(store, mode).objectStore(store));
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB')));
    });
  } finally {
    database.close();
  }
}

export const keepFolder = async (folder: Directory): Promise<void> => {
  await within('readwrite', (folders) => folders.put(folder, key));
};

/** Null where none was chosen, or the browser keeps nothing. */
export const keptFolder = (): Promise<Directory | null> =>
  within('readonly', (folders) => folders.get(key) as IDBRequest<Directory | undefined>).then(
    (folder) => folder ?? null,
    () => null,
  );

/** Whether it may be read without asking. */
export const isOpen = async (folder: Directory): Promise<boolean> =>
  folder.queryPermission === undefined || (await folder.queryPermission({ mode: 'read' })) === 'granted';

/** Asks the person, who has just pressed a button. */
export const mayOpen = async (folder: Directory): Promise<boolean> =>
  folder.requestPermission === undefined || (await folder.requestPermission({ mode: 'read' })) === 'granted';
