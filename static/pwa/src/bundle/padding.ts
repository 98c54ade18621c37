// What is sealed to protection officers is padded, so that its size says nothing (feedback_app/protection/sealed.py).

/** Bytes of a report before it is sealed, and of what an officer notes of one. */
export const REPORT = { name: 'protection-report', size: 8192 };
export const REFERRAL = { name: 'protection-referral', size: 4096 };

/** A value as JSON of exactly this many bytes; spaces behind it change nothing of what is read. Null where it is more. */
export function padded(value: object, size: number): Uint8Array<ArrayBuffer> | null {
  const text = new TextEncoder().encode(JSON.stringify(value));
  if (text.length > size) return null;
  const bytes = new Uint8Array(size).fill(32);
  bytes.set(text);
  return bytes;
}
