// How much room there is for what the app keeps. A browser's own figure may be a promise: Chrome says ten gigabytes more
// than what is used, whatever the disk holds. So a save that found no room counts for more than that figure.

/** As large as a small photo. */
const PROBE_BYTES = 500_000;
const PROBE = 'echo-room';

let foundFull = false;

/** A save found no room. Until something as large as a photo fits again, there is none. */
export function sawFull(): void {
  foundFull = true;
}

export async function room(): Promise<{ usedBytes: number | null; freeBytes: number | null; persisted: boolean }> {
  const estimate = await navigator.storage?.estimate?.().catch(() => undefined);
  const { usage = null, quota = null } = (estimate ?? {}) as { usage?: number; quota?: number };
  const persisted = (await navigator.storage?.persisted?.().catch(() => false)) ?? false;
  if (foundFull) foundFull = !(await takes(PROBE_BYTES));
  const freeBytes = quota === null || usage === null ? null : Math.max(0, quota - usage);
  return { usedBytes: usage, freeBytes: foundFull ? 0 : freeBytes, persisted };
}

/** Whether so many bytes can be stored: by storing them for a moment. */
function takes(bytes: number): Promise<boolean> {
  return new Promise((resolve) => {
    const opening = indexedDB.open(PROBE);
    opening.onupgradeneeded = () => opening.result.createObjectStore('bytes');
    opening.onerror = () => resolve(false);
    opening.onsuccess = () => {
      const end = (fits: boolean) => (): void => {
        opening.result.close();
        indexedDB.deleteDatabase(PROBE);
        resolve(fits);
      };
      const trying = opening.result.transaction('bytes', 'readwrite');
      trying.oncomplete = end(true);
      trying.onabort = end(false);
      trying.objectStore('bytes').put(new ArrayBuffer(bytes), 0).onerror = (event) => event.preventDefault();
    };
  });
}
