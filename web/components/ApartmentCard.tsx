import type { Apartment } from '../api/apartments';
import type { DrawingDetail } from '../drawing/house-drawing';
import { counted } from '../formatting/durations';
import type { Formats } from '../formatting/formats';
import { type Availability, deadlineOf } from '../state/availability';
import { Button } from './Button';
import { House } from './House';

interface Props {
  readonly apartment: Apartment;
  readonly availability: Availability;
  /** The server's clock (ms since the epoch). */
  readonly now: number;
  readonly detail: DrawingDetail;
  readonly formats: Formats;
  /** Nothing can be reserved at the moment. */
  readonly holdsStopped: boolean;
  readonly onReserve: (apartment: Apartment) => void;
}

export function ApartmentCard(props: Props) {
  const { apartment, availability, detail, formats } = props;
  const { id, name, description, bedrooms, price } = apartment;
  return (
    <li class={`card is-${availability}`} data-apartment={id}>
      <div class="scene">
        <House apartment={apartment} availability={availability} detail={detail} />
      </div>
      <div class="card-text">
        <h3 id={`apartment-${id}`} tabIndex={-1}>
          {name}
        </h3>
        <p class="price">{formats.price(price)}</p>
        <p class="description">{description}</p>
        <p class="bedrooms">{bedrooms === 0 ? 'One room' : counted(bedrooms, 'bedroom')}</p>
        <CardFoot {...props} />
      </div>
    </li>
  );
}

function CardFoot({ apartment, availability, now, formats, holdsStopped, onReserve }: Props) {
  const asking = availability === 'asking';
  if ((availability === 'vacant' && !holdsStopped) || asking) {
    return (
      <div class="card-foot">
        <Button
          variant="primary"
          label={asking ? 'Reserving…' : 'Reserve'}
          about={apartment.name}
          busy={asking}
          onPress={() => onReserve(apartment)}
        />
      </div>
    );
  }
  return (
    <p class="card-foot standing">
      <span class="lamp-dot" />
      {availabilityText(apartment, availability, now, formats)}
    </p>
  );
}

function availabilityText(
  { holdExpiresAt }: Apartment,
  availability: Exclude<Availability, 'asking'>,
  now: number,
  { time }: Formats,
): string {
  switch (availability) {
    case 'vacant':
      return 'Vacant, not open for reservations';
    case 'reserved': {
      const deadline = deadlineOf(holdExpiresAt);
      if (deadline === undefined) return 'Held for a guest';
      return now < deadline
        ? `Held for a guest until ${time(deadline)}`
        : 'Held for a guest, vacant any moment';
    }
    case 'booked':
      return 'Booked';
    case 'unanswered':
      return 'No answer yet';
    case 'held':
      return 'Held for you';
    case 'lapsed':
      return 'Time is up';
    case 'awaited':
      return 'Waiting for your payment';
    case 'yours':
      return 'Booked by you';
  }
}
