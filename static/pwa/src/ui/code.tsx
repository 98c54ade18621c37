// A record's code, large, two digits at a time, and said aloud as a phone number is.

import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import type { Uses } from '../app/app';
import type { Answers } from '../domain/definition';
import { isSensitiveRecord, passedDoor } from '../domain/sensitive';
import { codeOf, pairs } from '../domain/spoken';
import { followWords } from '../i18n/follow';
import { words } from '../i18n/words';
import { Listen } from './listen';

/** The code of a record; '' until it is worked out, null when nothing is ever published by it. */
export function useCode(app: Uses<'records' | 'reference'>, id: string): string | null {
  const [known, setKnown] = useState<{ id: string; code: string | null } | null>(null);
  const record = app.records.all.value.find((each) => each.id === id);
  const domains = app.reference.domains.value;
  const reasons = app.reference.reasons.value;
  useEffect(() => {
    let asked = true;
    const work = async (): Promise<void> => {
      const given = record && (await app.records.answersOf(id));
      if (!record || !given) return;
      const code =
        passedDoor(given.definition, given.answers as Answers) || isSensitiveRecord(record, given, { domains, reasons })
          ? null
          : (record.code ?? (await codeOf(id)));
      if (asked) setKnown({ id, code });
    };
    void work();
    return () => {
      asked = false;
    };
  }, [id, record, domains, reasons]);
  return known?.id === id ? known.code : '';
}

/** "07" is said "0 7": some voices would leave the nought out. */
export const spoken = (code: string): string[] =>
  pairs(code).map((pair) => (pair[0] === '0' ? `0 ${pair[1] ?? ''}` : pair));

export function Pairs({ code, on = -1 }: { code: string; on?: number }) {
  return (
    <p class="code">
      {pairs(code).map((pair, n) => [
        <span key={n} class={n === on ? 'now' : ''}>
          {pair}
        </span>,
        ' ',
      ])}
    </p>
  );
}

/** The code, its loudspeaker, and what may be done with it; of a protected record only that it has none. */
export function Code({
  app,
  code,
  children,
}: {
  app: Uses<'prompts' | 'settings'>;
  code: string | null;
  children?: ComponentChildren;
}) {
  const say = followWords.value;
  const [part, setPart] = useState(-1);
  if (code === null) return <p class="soft">{say.codeNone}</p>;
  return (
    <section class="card coded">
      <div class="row">
        <h2 class="legend grow">{say.codeTitle}</h2>
        {code && (
          <Listen
            app={app}
            parts={[say.codeSpoken, ...spoken(code)]}
            language={words.value.code}
            label={say.codeListen}
            onPart={setPart}
          />
        )}
      </div>
      <Pairs code={code || '··········'} on={part - 1} />
      <p class="soft small">{say.codeWhy}</p>
      {children}
    </section>
  );
}
