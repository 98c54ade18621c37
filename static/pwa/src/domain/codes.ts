// Enrolment codes, as they are compared: the server minds neither case, hyphens nor blanks. Pure.

export const plainEnrolmentCode = (code: string): string => code.toUpperCase().replace(/[^0-9A-Z]/g, '');
