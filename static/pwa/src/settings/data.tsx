// What data costs and how to save it: the months by kind, what waits for Wi-Fi, at how many bits a second voices are recorded.

import type { Uses } from '../app/app';
import { KINDS, VOICE_RATES, minuteBytes, monthOf, total } from '../domain/thrift';
import type { Months, VoiceRate } from '../domain/thrift';
import { month as monthName, size } from '../i18n/format';
import { allWords as words } from '../i18n/behind';
import { Choice, Tile } from '../ui/choice';
import { Press } from '../ui/frame';
import { now } from '../ui/now';

export function DataSection({ app }: { app: Uses<'sync' | 'thrift'> }) {
  const say = words.value;
  const { thrift } = app;
  const waits = thrift.waits.value;
  return (
    <>
      <section>
        <h2 class="legend">{say.dataTitle}</h2>
        <SpentCard months={thrift.spent.value} />
      </section>
      <section>
        <h2 class="legend" id="wifi">
          {say.wifiTitle}
        </h2>
        <div class="list" role="group" aria-labelledby="wifi">
          <Tile
            several
            flat
            group="photos-wait"
            name="on"
            label={say.photosWait}
            picture="photo"
            on={waits.photos}
            onPress={() => void thrift.setWaits({ photos: !waits.photos })}
          />
          <Tile
            several
            flat
            group="voices-wait"
            name="on"
            label={say.voicesWait}
            picture="parler"
            on={waits.voices}
            onPress={() => void thrift.setWaits({ voices: !waits.voices })}
          />
        </div>
        <p class="hint small">{say.wifiHint}</p>
        {(waits.photos || waits.voices) && !thrift.knowsWifi() && <p class="hint small">{say.wifiUnknown}</p>}
        {(waits.photos || waits.voices) && app.sync.status.value.mediaLeft > 0 && (
          <div class="after">
            <Press wide picture="envois" onClick={() => void thrift.sendWaiting()}>
              {say.sendWaiting}
            </Press>
          </div>
        )}
      </section>
      <section>
        <h2 class="legend" id="voice-rate">
          {say.voiceTitle}
        </h2>
        <Choice
          labelledBy="voice-rate"
          name="voice-rate"
          chosen={[thrift.voiceRate.value]}
          onChoose={([rate]) => void thrift.setVoiceRate(rate as VoiceRate)}
          options={rates()}
        />
      </section>
    </>
  );
}

function rates() {
  const say = words.value;
  const names = Object.keys(VOICE_RATES) as VoiceRate[];
  return names.map((name) => ({
    name,
    label: say.voiceRates[name],
    detail: say.voiceMinute(size(minuteBytes(name), say)),
  }));
}

/** This month by kind, the largest bar across; then the months before. */
function SpentCard({ months }: { months: Months }) {
  const say = words.value;
  const here = monthOf(Date.parse(now()));
  const spent = months[here] ?? {};
  const kinds = KINDS.filter((kind) => spent[kind]);
  const most = Math.max(1, ...kinds.map((kind) => spent[kind] ?? 0));
  const before = Object.keys(months)
    .filter((one) => one < here)
    .sort()
    .reverse();
  return (
    <div class="card">
      <Bar strong label={monthName(here, say)} bytes={total(spent)} />
      <ul class="spent">
        {kinds.map((kind) => (
          <li key={kind}>
            <Bar label={say.spentOn[kind]} bytes={spent[kind] ?? 0} of={most} />
          </li>
        ))}
      </ul>
      {before.length > 0 && (
        <ul class="spent before">
          {before.map((one) => (
            <li key={one}>
              <Bar label={monthName(one, say)} bytes={total(months[one])} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Bar({ label, bytes, of, strong }: { label: string; bytes: number; of?: number; strong?: boolean }) {
  return (
    <>
      <p class={strong ? 'bar-words strong' : 'bar-words'}>
        <span>{label}</span> <b>{size(bytes, words.value)}</b>
      </p>
      {of && (
        <div class="meter" aria-hidden="true">
          <i style={{ width: `${Math.max(1, (bytes / of) * 100)}%` }} />
        </div>
      )}
    </>
  );
}
