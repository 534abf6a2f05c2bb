import { isLost } from '../state/announcement';
import type { ConnectionState } from '../state/page';
import { Button } from './Button';
import { House } from './House';

/** Shown above apartments that may be out of date. */
export function ConnectionNotice({ connection, seenAt }: { connection: ConnectionState; seenAt: string }) {
  if (!isLost(connection)) return null;
  return (
    <div class="trouble">
      <h2>{connection.online ? 'Keyhold cannot be reached' : 'You are offline'}</h2>
      <p>This was the state at {seenAt}. The page keeps trying, and your holds are not affected.</p>
    </div>
  );
}

/** Shown above the apartments while staff have stopped all new reservations. */
export function HoldsStoppedNotice() {
  return (
    <div class="trouble" role="status">
      <h2>No new reservations at the moment</h2>
      <p>
        What is held or booked stays as it is. As soon as reservations are taken again, this page shows it.
      </p>
    </div>
  );
}

/** Shown in place of the apartments when they could not be loaded at all. */
export function Failure({ connection, onRetry }: { connection: ConnectionState; onRetry: () => void }) {
  return (
    <div class="notice">
      <Street availability="booked" />
      <h2>{connection.online ? 'The apartments could not be loaded' : 'You are offline'}</h2>
      <p>{connection.online ? connection.error : 'The apartments appear here once you are connected.'}</p>
      <Button variant="primary" label="Try again" about="to load the apartments" onPress={onRetry} />
    </div>
  );
}

export function Empty({ title, onShowAll }: { title: string; onShowAll?: () => void }) {
  return (
    <div class="notice">
      <Street availability="booked" />
      <h2>{title}</h2>
      <p>This page is live: an apartment appears here the moment it is vacant.</p>
      {onShowAll && <Button variant="primary" label="Show all" about="apartments" onPress={onShowAll} />}
    </div>
  );
}

const SKETCHED = [1, 2, 3, 1, 2, 1, 3, 2].map((bedrooms, place) => ({
  id: String(place),
  complexId: 'any',
  bedrooms,
}));

/** Shown while the apartments are loading for the first time. */
export function Skeleton() {
  return (
    <div class="skeleton" aria-busy="true">
      <p class="visually-hidden">Loading the apartments…</p>
      <ul class="street" aria-hidden="true">
        {SKETCHED.map((house) => (
          <li key={house.id} class="card">
            <div class="scene">
              <House apartment={house} availability="booked" detail="full" />
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

function Street({ availability }: { availability: 'booked' }) {
  return (
    <div class="notice-street">
      {[2, 1, 3].map((bedrooms) => (
        <House
          key={bedrooms}
          apartment={{ id: 'night', complexId: 'any', bedrooms }}
          availability={availability}
          detail="full"
        />
      ))}
    </div>
  );
}
