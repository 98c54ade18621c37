// Opening a sealed item again on the phone that made it: by the item's own key, which is stored under its author's.

type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes of the encapsulated point before what was encrypted. */
const POINT = 65;
export const KEY_BYTES = 32;

/** What was sealed, by the item's own key. Rejects when it is not this item's, or the item was hurt. */
export async function reopen(bytes: ArrayBuffer, own: Bytes): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', own.slice(0, KEY_BYTES), 'AES-GCM', false, ['decrypt']);
  return new Uint8Array(
    await crypto.subtle.decrypt({ name: 'AES-GCM', iv: own.slice(KEY_BYTES) }, key, bytes.slice(POINT)),
  );
}

/** The bytes of a medium out of its sealed item. */
export async function contentOf(item: ArrayBuffer, own: Bytes): Promise<ArrayBuffer> {
  const plain = await reopen(item, own);
  return plain.buffer.slice(plain.indexOf(10) + 1);
}
