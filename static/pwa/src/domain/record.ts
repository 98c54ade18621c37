// What names and dates a record: ids, digests, moments.

const HEX = '0123456789abcdef';

export function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += (HEX[byte >> 4] as string) + (HEX[byte & 15] as string);
  return text;
}

/** A UUIDv7 (RFC 9562): 48 bits of time in ms, then chance. `crypto.randomUUID` is missing in Chrome 80, and is v4. */
export function uuid7(now: number, random: Uint8Array): string {
  const bytes = new Uint8Array(16);
  bytes.set(random.subarray(0, 10), 6);
  let time = Math.floor(now);
  for (let at = 5; at >= 0; at--) {
    bytes[at] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const text = hex(bytes);
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
}

/** Hex SHA-256 of bytes. */
export async function sha256(bytes: ArrayBuffer | Uint8Array): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as ArrayBuffer)));
}

const two = (value: number): string => String(Math.floor(Math.abs(value))).padStart(2, '0');

/** RFC 3339 with milliseconds and the device's own offset, so that the day it names is the day the person lived. */
export function localTime(at: Date): string {
  const offset = -at.getTimezoneOffset();
  const shifted = new Date(at.getTime() + offset * 60000).toISOString().slice(0, -1);
  return `${shifted}${offset < 0 ? '-' : '+'}${two(offset / 60)}:${two(Math.abs(offset) % 60)}`;
}
