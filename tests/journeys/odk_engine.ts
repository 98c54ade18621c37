// ODK's own engine, for the browser of `test_odk_engine.py`: what a form's calculation comes to.

import { loadForm } from '@getodk/xforms-engine';

interface Node {
  currentState: { reference: string; children?: readonly Node[] | null; instanceValue?: unknown };
}

/** The text of `/data/result` in each form, or why there is none. */
async function results(forms: string[]): Promise<{ value?: string; error?: string }[]> {
  const found = [];
  for (const form of forms) found.push(await result(form).catch((error: unknown) => ({ error: String(error) })));
  return found;
}

async function result(form: string): Promise<{ value?: string; error?: string }> {
  const loaded = await loadForm(form);
  if (loaded.status === 'failure') return { error: String(loaded.error) };
  let value: string | undefined;
  const visit = ({ currentState }: Node): void => {
    if (currentState.reference === '/data/result') value = String(currentState.instanceValue);
    (currentState.children ?? []).forEach(visit);
  };
  visit(loaded.createInstance().root as unknown as Node);
  return value === undefined ? { error: 'no result' } : { value };
}

Object.assign(window, { results });
