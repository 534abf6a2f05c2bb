import { isLost } from '../state/announcement';
import type { Connection } from '../state/page';
import { Button } from './Button';
import { House } from './House';

/** Shown above what was last seen, once it may no longer be true. */
export function Trouble({ connection, seenAt }: { connection: Connection; seenAt: string }) {
  if (!isLost(connection)) return null;
  return (
    <div class="trouble">
      <h2>{connection.online ? 'Keyhold cannot be reached' : 'You are offline'}</h2>
      <p>This is how things stood at {seenAt}. The page goes on trying, and holds go on by themselves.</p>
    </div>
  );
}

/** In place of the apartments, when not even the first look brought any. */
export function Failure({ connection, onRetry }: { connection: Connection; onRetry: () => void }) {
  return (
    <div class="notice">
      <Street standing="booked" />
      <h2>{connection.online ? 'The apartments could not be loaded' : 'You are offline'}</h2>
      <p>{connection.online ? connection.trouble : 'The apartments appear here once you are connected.'}</p>
      <Button look="primary" label="Try again" about="to load the apartments" onPress={onRetry} />
    </div>
  );
}

export function Empty({ title, onShowAll }: { title: string; onShowAll?: () => void }) {
  return (
    <div class="notice">
      <Street standing="booked" />
      <h2>{title}</h2>
      <p>This page is live: an apartment appears here the moment it is vacant.</p>
      {onShowAll && <Button look="primary" label="Show all" about="apartments" onPress={onShowAll} />}
    </div>
  );
}

const SKETCHED = [1, 2, 3, 1, 2, 1, 3, 2].map((bedrooms, place) => ({
  id: String(place),
  complexId: 'any',
  bedrooms,
}));

/** While the first look is under way: the street is there, and nobody knows where the lights are on. */
export function Skeleton() {
  return (
    <div class="skeleton" aria-busy="true">
      <p class="visually-hidden">Loading the apartments…</p>
      <ul class="street" aria-hidden="true">
        {SKETCHED.map((house) => (
          <li key={house.id} class="card">
            <div class="scene">
              <House apartment={house} standing="booked" detail="full" />
            </div>
            <div class="card-text">
              <span class="bone" />
              <span class="bone" />
              <span class="bone" />
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Street({ standing }: { standing: 'booked' }) {
  return (
    <div class="notice-street">
      {[2, 1, 3].map((bedrooms) => (
        <House
          key={bedrooms}
          apartment={{ id: 'night', complexId: 'any', bedrooms }}
          standing={standing}
          detail="full"
        />
      ))}
    </div>
  );
}
