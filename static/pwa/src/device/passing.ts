// How much time has passed, for what must not depend on a clock that people and networks set.

/** Counts the time that passes, whatever is done to the phone's clock while somebody looks at it. While nobody does, the phone may
 * sleep, and the page's own clock stops then: the phone's counts, if it says more. */
export function passing(): () => number {
  let [total, mine, phone, away] = [0, performance.now(), Date.now(), document.visibilityState === 'hidden'];
  const read = (): number => {
    const [byPage, byPhone] = [performance.now() - mine, Date.now() - phone];
    total += away ? Math.max(byPage, byPhone) : byPage;
    [mine, phone] = [mine + byPage, phone + byPhone];
    return total;
  };
  document.addEventListener('visibilitychange', () => {
    read();
    away = document.visibilityState === 'hidden';
  });
  return read;
}
