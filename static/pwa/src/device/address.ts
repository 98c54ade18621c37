// Where anyone may ask by a code: a page of the server that this app came from.

/** As people read it: "echo.example/suivi". */
export const followAddress = (): string => `${location.host}/suivi`;

/** As a picture of squares leads there: the code is behind `#`, which no server sees. */
export const followLink = (code: string): string => `${location.origin}/suivi#${code}`;
