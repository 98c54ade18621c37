// Sounds and pictures of forms, in the browser's cache: named by their hash, the same for everyone on the phone, no secret,
// and fetched again when the browser has let them go. Not in the database, whose every word is somebody's.

/** Not `echo-…`: those caches are the worker's, which drops all but its own. */
const CACHE = 'form-media';
const addressOf = (sha256: string): string => `/form-media/${sha256}`;
const able = (): boolean => typeof caches !== 'undefined';

/** Rejects when the browser has no room. */
export async function keepFormMedium(sha256: string, bytes: ArrayBuffer, type: string): Promise<void> {
  if (!able()) return;
  const cache = await caches.open(CACHE);
  await cache.put(addressOf(sha256), new Response(bytes, { headers: { 'Content-Type': type } }));
}

export async function formMedium(sha256: string): Promise<Blob | null> {
  const found = able() ? await (await caches.open(CACHE)).match(addressOf(sha256)) : undefined;
  return found ? found.blob() : null;
}

/** The hashes of all that is here. */
export async function storedFormMedia(): Promise<string[]> {
  const requests = able() ? await (await caches.open(CACHE)).keys() : [];
  return requests.map(({ url }) => url.slice(url.lastIndexOf('/') + 1));
}

export async function deleteFormMedium(sha256: string): Promise<void> {
  if (able()) await (await caches.open(CACHE)).delete(addressOf(sha256));
}
