// The clock, for screens that say how long ago something was. Rules take the moment as an argument.

/** ms since this page began, by a clock that nobody can set. */
export const elapsed = (): number => performance.now();

export const now = (): string => new Date().toISOString();

/** The local day, "YYYY-MM-DD". */
export function localDay(moment: string): string {
  const date = new Date(moment);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
