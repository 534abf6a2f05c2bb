import type { Apartment } from '../api/apartments';
import type { Attempt } from '../state/attempt';
import type { ApartmentFilter } from '../state/filter';

/** What a guest can do on the page. Components call these and change nothing themselves. */
export interface Actions {
  readonly filter: (filter: ApartmentFilter) => void;
  readonly refreshNow: () => void;
  readonly reserve: (apartment: Apartment) => void;
  readonly pay: (attempt: Attempt) => void;
  readonly cancel: (attempt: Attempt) => void;
  readonly tryAgain: (attempt: Attempt) => void;
  readonly giveUp: (attempt: Attempt) => void;
  readonly close: (attempt: Attempt) => void;
  readonly closePaymentReturn: () => void;
}
