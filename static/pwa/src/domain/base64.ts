// Bytes as text.

/** Standard base64, with its padding. A piece at a time: arguments of a call are not without end. */
export function base64(bytes: ArrayBuffer): string {
  const all = new Uint8Array(bytes);
  const pieces: string[] = [];
  for (let at = 0; at < all.length; at += 0x8000) pieces.push(String.fromCharCode(...all.subarray(at, at + 0x8000)));
  return btoa(pieces.join(''));
}
