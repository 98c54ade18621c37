// What a recorded voice is, by its first bytes. Pure.

const STARTS: [type: string, at: number, bytes: number[]][] = [
  ['audio/webm', 0, [0x1a, 0x45, 0xdf, 0xa3]],
  ['audio/ogg', 0, [0x4f, 0x67, 0x67, 0x53]],
  ['audio/mp4', 4, [0x66, 0x74, 0x79, 0x70]],
];

/** The type that the bytes themselves speak of; null when they speak of none that is known here. */
export function soundType(sound: ArrayBuffer): string | null {
  const bytes = new Uint8Array(sound);
  return STARTS.find(([, at, start]) => start.every((byte, index) => bytes[at + index] === byte))?.[0] ?? null;
}
