// A file that somebody hands over, looked at before it is stored: is it one of ours, and for the same programme? What is in it
// nobody can read here; whether it is whole the server finds out, and takes what is.

export type WhyNot = 'not-ours' | 'other-programme' | 'own' | 'too-large' | 'no-space';

/** What a server takes in one piece: `MAX_MEDIUM` of `sync/sealed_item.py`, held by a test. */
export const LARGEST = 25 * 1024 * 1024;
/** More than any list of a file of that size. */
const LIST_BYTES = 2 * 1024 * 1024;

export interface FileCounts {
  records: number;
  media: number;
}

export async function lookAt(file: Blob, here: { programme: string; device: string }): Promise<FileCounts | WhyNot> {
  if (file.size > LARGEST) return 'too-large';
  const start = new DataView(await file.slice(0, 30).arrayBuffer());
  if (start.byteLength < 30 || start.getUint32(0, true) !== 0x04034b50) return 'not-ours';
  const at = 30 + start.getUint16(26, true) + start.getUint16(28, true);
  const size = start.getUint32(18, true);
  if ((await file.slice(30, 30 + start.getUint16(26, true)).text()) !== 'manifest.json' || size > LIST_BYTES)
    return 'not-ours';
  try {
    const list = JSON.parse(await file.slice(at, at + size).text()) as {
      format: number;
      programme: string;
      device_id: string;
      items: { name: string }[];
    };
    if (list.format !== 1) return 'not-ours';
    if (list.programme !== here.programme) return 'other-programme';
    if (list.device_id === here.device) return 'own';
    const records = new Set(
      list.items.filter(({ name }) => name.startsWith('entries/')).map(({ name }) => name.slice(8, 44)),
    ).size;
    return { records, media: list.items.filter(({ name }) => name.startsWith('media/')).length };
  } catch {
    // A list that was hurt on the way says nothing; the records behind it may be whole.
    return { records: 0, media: 0 };
  }
}
