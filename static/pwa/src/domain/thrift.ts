// What data costs: what was spent by month and kind, what waits for Wi-Fi, and at how many bits a second a voice is recorded. Pure.

/** Records go up, news come down; `files` are those that are carried for another phone. */
export const KINDS = ['records', 'news', 'voices', 'photos', 'prompts', 'files', 'app'] as const;
export type Kind = (typeof KINDS)[number];
export type Spent = Partial<Record<Kind, number>>;
/** By month (`2026-11`, as the person's calendar has it). */
export type Months = Record<string, Spent>;

/** So many months are counted, this one among them. */
export const MONTHS = 6;

export function monthOf(moment: number): string {
  const date = new Date(moment);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}`;
}

/** The months with this added to one of them; the oldest go. */
export function added(months: Months, month: string, more: Spent): Months {
  const sum: Spent = { ...months[month] };
  for (const kind of KINDS) if (more[kind]) sum[kind] = (sum[kind] ?? 0) + (more[kind] as number);
  const all: Months = { ...months, [month]: sum };
  return Object.fromEntries(
    Object.keys(all)
      .sort()
      .slice(-MONTHS)
      .map((one) => [one, all[one] as Spent]),
  );
}

export const total = (spent: Spent | undefined): number => KINDS.reduce((sum, kind) => sum + (spent?.[kind] ?? 0), 0);

export const kindOf = (type: string): Kind =>
  type.startsWith('image/') ? 'photos' : type.startsWith('audio/') ? 'voices' : 'files';

/** What the person wants to send by Wi-Fi only. */
export interface Waits {
  photos: boolean;
  voices: boolean;
}

/** Whether a medium of this type may go now. `costs` is null where the browser does not say: what waits then waits for the
 * person's word, since taking it as free would spend what they meant to save. */
export function mayGo(type: string, waits: Waits, costs: boolean | null): boolean {
  const kind = kindOf(type);
  const waiting = (kind === 'photos' && waits.photos) || (kind === 'voices' && waits.voices);
  return !waiting || costs === false;
}

/** The bits a second at which a voice is recorded. */
export const VOICE_RATES = { thrifty: 12000, normal: 16000, clear: 24000 } as const;
export type VoiceRate = keyof typeof VOICE_RATES;

/** What a minute of voice weighs: its sound, and about a tenth for what holds it together. */
export const minuteBytes = (rate: VoiceRate): number => Math.round(((VOICE_RATES[rate] * 60) / 8) * 1.1);
