import { useState } from 'preact/hooks';
import type { ShownClock } from '../../time';
import { sentence, tell } from '../api';
import { dateTime, duration } from '../format';
import { usePolled } from '../polled';
import { Trouble } from './notices';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The cloud's clock, and the buttons that move it. */
export function ClockBar() {
  const { data: clock, refresh } = usePolled<ShownClock>('/clock');
  const [trouble, setTrouble] = useState<string>();
  const move = async (by: number | 'next'): Promise<void> => {
    try {
      await tell('/clock', { by });
      setTrouble(undefined);
    } catch (error) {
      setTrouble(sentence(error));
    }
    refresh();
  };
  const next = clock?.next === undefined ? undefined : Math.max(0, clock.next - clock.now);
  return (
    <section class="clock" aria-label="Clock">
      <p>
        <time>{clock ? dateTime(clock.now) : '…'}</time>
        {clock && clock.offset > 0 && <span class="ahead"> {duration(clock.offset)} ahead</span>}
        <span class="next">{next === undefined ? 'no timer set' : `next timer in ${duration(next)}`}</span>
      </p>
      <div class="buttons">
        <button type="button" onClick={() => move(MINUTE)}>
          +1 min
        </button>
        <button type="button" onClick={() => move(HOUR)}>
          +1 h
        </button>
        <button type="button" onClick={() => move('next')}>
          To next timer
        </button>
      </div>
      <Trouble text={trouble} />
    </section>
  );
}
