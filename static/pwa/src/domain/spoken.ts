// The name of a record that a person can say: ten digits in five pairs, the last two of which check the others.
// The same rule as sync/spoken_code.py; tests/vectors/spoken.json holds the two together.

import { hex, sha256 } from './record';

export const DIGITS = 10;

/** Where the digits begin that keyboards of the region write: Latin, Arabic, Persian, N'Ko, full width. */
const ZEROS = [0x30, 0x660, 0x6f0, 0x7c0, 0xff10];

/** The digits of what was typed or pasted, a whole message too, as 0 to 9; every other sign is left out. */
export function digitsOf(typed: string): string {
  const digit = (sign: string): string => {
    const zero = ZEROS.find((each) => sign.charCodeAt(0) >= each && sign.charCodeAt(0) <= each + 9);
    return zero === undefined ? '' : String(sign.charCodeAt(0) - zero);
  };
  return typed.split('').map(digit).join('');
}

/** The ten digits of a new record, by chance: they go into its body, so that they are known without a network, and to nobody
 * who has but its id. */
export const newCode = (random: Uint8Array): string => codeFrom(hex(random));

/** The ten digits of a record that was finished before bodies named them: from its id alone. */
export const codeOf = async (recordId: string): Promise<string> =>
  codeFrom(await sha256(new TextEncoder().encode(recordId.toLowerCase())));

/** Of six bytes: as many as a number holds exactly. */
function codeFrom(hexDigits: string): string {
  const spread = parseInt(hexDigits.slice(0, 12), 16) % 1e8;
  return pad(spread, 8) + pad(98 - ((spread * 100) % 97), 2);
}

/** Whether these are ten digits whose last two fit the others. */
export function isCode(digits: string): boolean {
  if (!/^[0-9]{10}$/.test(digits)) return false;
  const check = Number(digits.slice(8));
  return check >= 2 && check <= 98 && Number(digits) % 97 === 1;
}

/** As it is said: 07 12 34 56 78. */
export const pairs = (code: string): string[] => code.match(/..?/g) || [];

const pad = (n: number, width: number): string => String(n).padStart(width, '0');
