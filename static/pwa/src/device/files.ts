// Giving files away: to another app (Bluetooth, a message), or into the phone's own folders.

type Sharing = Navigator & {
  canShare?: (data: { files: File[] }) => boolean;
  share?: (data: { files: File[]; title: string }) => Promise<void>;
};

const asFiles = (given: { name: string; file: Blob }[]): File[] =>
  given.map(({ name, file }) => new File([file], name, { type: file.type }));

/** Whether this browser hands such files to other apps. */
export function canShare(given: { name: string; file: Blob }[]): boolean {
  const { canShare: can } = navigator as Sharing;
  return !!can && can.call(navigator, { files: asFiles(given) });
}

/** Opens the phone's own way to give something away; returns whether the person did. */
export async function share(given: { name: string; file: Blob }[], title: string): Promise<boolean> {
  const { share: give } = navigator as Sharing;
  if (!give) return false;
  return give.call(navigator, { files: asFiles(given), title }).then(
    () => true,
    () => false,
  );
}

/** Puts files where downloads go, or where the person says. */
export function save(given: { name: string; file: Blob }[]): void {
  given.forEach(({ name, file }, n) => {
    const url = URL.createObjectURL(file);
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    // Several at once are taken for an attack by some browsers.
    setTimeout(() => link.click(), n * 600);
    setTimeout(() => URL.revokeObjectURL(url), n * 600 + 60000);
  });
}
