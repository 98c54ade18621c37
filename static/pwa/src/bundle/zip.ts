// A ZIP whose members are stored as they are: what is damaged in one stays there, and a file that was cut still shows its
// first members. Made of pieces, so that a browser need never hold it whole.

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  let crc = n;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC[(crc ^ byte) & 255] as number) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Little-endian fields: pairs of (value, bytes). */
function fields(...pairs: [number, 2 | 4][]): Uint8Array<ArrayBuffer> {
  const made = new DataView(new ArrayBuffer(pairs.reduce((sum, [, size]) => sum + size, 0)));
  let at = 0;
  for (const [value, size] of pairs) {
    if (size === 2) made.setUint16(at, value, true);
    else made.setUint32(at, value, true);
    at += size;
  }
  return new Uint8Array(made.buffer);
}

/** Names are UTF-8, no compression, the day is ZIP's first: when a file was made is in its manifest. */
const COMMON: [number, 2 | 4][] = [
  [20, 2],
  [0x0800, 2],
  [0, 2],
  [0, 2],
  [0x21, 2],
];

export class Zip {
  private readonly directory: Uint8Array<ArrayBuffer>[] = [];
  private readonly parts: BlobPart[] = [];
  private at = 0;
  private members = 0;

  /** Adds a member whose checksum is known: its bytes may be on the disk already. */
  add(name: string, bytes: Blob, crc: number): void {
    const called = new TextEncoder().encode(name);
    const about: [number, 2 | 4][] = [
      ...COMMON,
      [crc, 4],
      [bytes.size, 4],
      [bytes.size, 4],
      [called.length, 2],
      [0, 2],
    ];
    const head = fields([0x04034b50, 4], ...about);
    this.directory.push(
      fields([0x02014b50, 4], [20, 2], ...about, [0, 2], [0, 2], [0, 2], [0, 4], [this.at, 4]),
      called,
    );
    this.parts.push(head, called, bytes);
    this.at += head.length + called.length + bytes.size;
    this.members++;
  }

  /** The whole file. */
  finish(type: string): Blob {
    const size = this.directory.reduce((sum, part) => sum + part.length, 0);
    const end = fields(
      [0x06054b50, 4],
      [0, 2],
      [0, 2],
      [this.members, 2],
      [this.members, 2],
      [size, 4],
      [this.at, 4],
      [0, 2],
    );
    return new Blob([...this.parts, ...this.directory, end], { type });
  }
}
