// Typography that authors of forms need not know.

/** French puts a space before ? ! : ; and inside « »; it must not break there. English has none, so nothing changes. */
export const unbroken = (text: string): string => text.replace(/ ([?!:;»])/g, '\u00a0$1').replace(/« /g, '«\u00a0');
