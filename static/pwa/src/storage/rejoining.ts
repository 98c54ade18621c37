// A place that is here goes on under a new enrolment: as who it was, and with its own keys where the server takes them.

import { sha256 } from '../domain/record';
import type { Enrolment } from '../domain/types';
import type { EnrolRequest, EnrolResponse } from '../domain/wire';
import { enrolIn } from './enrolling';
import { reseal } from './resealing';
import type { Place } from './resealing';

type Ask = (more: Pick<EnrolRequest, 'former' | 'keys'>) => Promise<Omit<EnrolResponse, 'epoch'>>;

/** Rejects with NetError when the server does not let it. */
export async function rejoin(place: Place, former: Enrolment | undefined, ask: Ask): Promise<void> {
  const own = former?.keys;
  const { keys: taken, ...given } = await ask({
    ...(former && {
      former: {
        programme: former.scope.programme,
        person_id: former.person.id,
        device_id: former.device_id,
        token: former.token,
      },
    }),
    ...(own && { keys: { public_key: own.public_key, posting: await sha256(new TextEncoder().encode(own.posting)) } }),
  });
  const enrolment: Enrolment = own && taken ? { ...given, keys: own } : given;
  // Under another token, or other keys, nobody would believe what is stored.
  const isSame = former?.token === enrolment.token && own?.public_key === enrolment.keys?.public_key;
  await enrolIn(place, enrolment, !isSame);
  await reseal(place);
}
