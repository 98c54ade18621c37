// A connection to a database that the browser may close under the page, as iOS does when memory is short: it is opened anew,
// and what failed over it is tried again.

type Methods = Record<string | symbol, unknown>;

const reopeners = new WeakMap<object, () => Promise<void>>();

/** The connection is closed, or about to be; Safari calls a lost one unknown. */
const CLOSED = ['InvalidStateError', 'UnknownError'];
/** What another try may do better at once. A full disk is not among them. */
const PASSING = [...CLOSED, 'AbortError', 'TransactionInactiveError', 'TimeoutError'];

const nameOf = (error: unknown): string => (error as DOMException | null)?.name ?? '';

/** A connection that outlives its closing. `open` rejects when what it finds is not what was there before. */
export async function lasting<Connection extends { close(): void }>(
  open: () => Promise<Connection>,
): Promise<Connection> {
  let current = await open();
  let opening: Promise<void> | null = null;
  const reopen = (): Promise<void> =>
    (opening ??= open()
      .then((next) => {
        current.close();
        current = next;
      })
      .finally(() => (opening = null)));
  const shown = new Proxy({} as Connection, {
    get: (_, name) => {
      const member = (current as Methods)[name];
      return typeof member === 'function' ? (...args: unknown[]) => call(name, args) : member;
    },
  });
  const call = (name: string | symbol, args: unknown[]): unknown => {
    const once = (): unknown => ((current as Methods)[name] as (...args: unknown[]) => unknown).apply(current, args);
    const result = once();
    return result instanceof Promise
      ? result.catch((error: unknown) => again(shown, error, () => once() as Promise<unknown>))
      : result;
  };
  reopeners.set(shown, reopen);
  return shown;
}

/** Opens a lasting connection anew: rejects when that cannot be done. */
export const reopen = async (connection: object): Promise<void> => reopeners.get(connection)?.();

/** Does what is all or nothing; once more when what failed may pass. */
export const twice = <Result>(connection: object, work: () => Promise<Result>): Promise<Result> =>
  work().catch((error: unknown) => again(connection, error, work));

/** A browser that is short of memory may close what was just opened: three times, then it is a fault. */
const REOPENINGS = 3;

async function again<Result>(
  connection: object,
  error: unknown,
  work: () => Promise<Result>,
  left = REOPENINGS,
): Promise<Result> {
  if (!PASSING.includes(nameOf(error))) throw error;
  if (!CLOSED.includes(nameOf(error))) return work();
  await reopen(connection);
  return work().catch((next: unknown) => {
    if (left <= 1 || !CLOSED.includes(nameOf(next))) throw next;
    return again(connection, next, work, left - 1);
  });
}
