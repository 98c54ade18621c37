// What a failed enrolment was about.

import type { NetError } from '../domain/failure';
import type { EnrolResult } from './app';

/** Problems by which the server says that it has looked at the code. */
const ABOUT_THE_CODE = ['unknown-code', 'unreadable', 'malformed'];

/** Only a code that the server has looked at is said to be a bad one: anything else may have come between. */
export function enrolRefusal({ code, reason }: NetError): (EnrolResult & { ok: false })['reason'] {
  if (code === 'another-person') return code;
  if (ABOUT_THE_CODE.includes(code)) return 'unknown-code';
  if (reason === 'slow-down' || reason === 'offline' || reason === 'portal') return reason;
  return reason === 'server' || reason === 'storage' ? 'server' : 'setup';
}
