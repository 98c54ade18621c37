// What the app's own files cost on their way here, as the browser measured it.

const OURS = '/app/';
/** Under a service worker a page asks for the worker's files too; only what came over the network has a size. */
type Timed = PerformanceEntry & { transferSize?: number };

/** The bytes that fetching the app has cost since one last asked. Nothing where the browser does not report it (before
 * Chrome 54, and what another page or worker fetched). */
export function downloaded(): number {
  if (typeof performance === 'undefined' || !performance.getEntriesByType) return 0;
  const sum = [
    ...(pageToo() ? performance.getEntriesByType('navigation') : []),
    ...performance.getEntriesByType('resource'),
  ]
    .filter((one) => new URL(one.name, location.href).pathname.startsWith(OURS))
    .reduce((bytes, one) => bytes + ((one as Timed).transferSize ?? 0), 0);
  performance.clearResourceTimings();
  return sum;
}

let pageCounted = false;
/** The page itself stays in the list and counts once. */
function pageToo(): boolean {
  const first = !pageCounted;
  pageCounted = true;
  return first;
}

/** Calls `tell` with what the worker spent to keep the app on this phone. */
export function onDownloaded(report: (bytes: number) => void): void {
  navigator.serviceWorker?.addEventListener('message', ({ data }: MessageEvent<{ downloaded?: number } | null>) => {
    if (typeof data?.downloaded === 'number') report(data.downloaded);
  });
}
