// What a written text holds: whether anything can be read in it, and whether it is text at all. Pure. The server asks the
// same (feedback_app/forms/engine/blank.py; tests/vectors/blanks.json).

/** Blanks, line ends, control and format characters, and letters that are drawn as nothing. */
// biome-ignore lint/suspicious/noMisleadingCharacterClass: a combining character that is drawn as nothing is meant by itself
const UNSEEN = /^[\p{Z}\p{Cc}\p{Cf}\u034f\u115f\u1160\u2800\u3164\ufe00-\ufe0f\uffa0]*$/u;

/** Whether nothing can be read in it. */
export const isBlank = (text: string): boolean => UNSEEN.test(text);

const HALF = /[\ud800-\udfff]/;
const PAIR_OR_HALF = /[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g;

/** The text with U+FFFD for each half of a sign that lost its other half: UTF-8 and JSON have no way to write it, and a
 * server would refuse the whole record for it. */
export function wellFormed(text: string): string {
  return HALF.test(text) ? text.replace(PAIR_OR_HALF, (found) => (found.length === 2 ? found : '\ufffd')) : text;
}

/** The same for every text in a value, whatever holds it. */
export function allWellFormed<Value>(value: Value): Value {
  if (typeof value === 'string') return wellFormed(value) as unknown as Value;
  if (Array.isArray(value)) return value.map(allWellFormed) as unknown as Value;
  if (!value || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [wellFormed(name), allWellFormed(inner as unknown)]),
  ) as unknown as Value;
}
