import type { Account } from './booking';

/** An execution as the API tells of it when everything is over. */
export interface Ended {
  readonly status: string;
  readonly error: string | undefined;
  readonly history: readonly WireEvent[];
}

export interface WireEvent {
  readonly id: number;
  readonly type: string;
  /** Seconds since the epoch. */
  readonly timestamp: number;
  readonly stateEnteredEventDetails?: { readonly name: string };
}

export interface Apartment {
  readonly id: string;
  readonly bookedStatus: string;
  readonly reservationId: string | undefined;
  readonly paymentId: string | undefined;
}

const TAKING = 'Change Apartment Status';
const GIVING_BACK = 'Not Paid(Revert Apartment Status)';
const CLOSING = ['ExecutionSucceeded', 'ExecutionFailed', 'ExecutionAborted', 'ExecutionTimedOut'];

/** When, for certain, a reservation held its apartment; in milliseconds since the epoch. */
interface Hold {
  readonly by: string;
  readonly from: number;
  readonly to: number;
}

/** What of the design's laws a run has broken: nothing, or a sentence each. */
export function violations(
  accounts: readonly Account[],
  executions: ReadonlyMap<string, Ended>,
  apartments: ReadonlyMap<string, Apartment>,
): string[] {
  const broken = accounts.flatMap((account) => {
    const { reservationId, apartmentId } = account;
    const execution = executions.get(reservationId);
    const apartment = apartments.get(apartmentId);
    if (!execution || !apartment) return [`${reservationId} was answered, and is not there`];
    return [
      ...brokenHistory(execution),
      ...brokenEnd(account, execution, apartment),
      ...brokenHold(account, execution, isTakenOver(account, accounts, executions)),
    ].map((what) => `${reservationId}: ${what}`);
  });
  return [...broken, ...doubleHolds(accounts, executions), ...stuckApartments(apartments)];
}

/** No event is written twice: ids count up from 1, one start, one end, and each task is scheduled once. */
function brokenHistory({ history }: Ended): string[] {
  const counted = history.every(({ id }, index) => id === index + 1);
  const types = history.map(({ type }) => type);
  const ends = types.filter((type) => CLOSING.includes(type));
  const of = (wanted: string) => types.filter((type) => type === wanted).length;
  const whole = [
    of('ExecutionStarted') === 1,
    ends.length === 1 && types.at(-1) === ends[0],
    of('TaskStateEntered') === of('TaskStateExited'),
    of('TaskScheduled') === of('TaskStarted'),
    of('TaskStarted') === of('TaskSucceeded') + of('TaskFailed'),
  ].every(Boolean);
  return counted && whole ? [] : [`its history is not whole: ${types.join(' ')}`];
}

/** An execution ends as what was done with the apartment. */
function brokenEnd(
  { plan, acknowledged, sawHold, reservationId }: Account,
  { status, error }: Ended,
  { bookedStatus, paymentId }: Apartment,
): string[] {
  const found: string[] = [];
  const refused = status === 'FAILED' && error === 'ApartmentUnavailable';
  if (status !== 'SUCCEEDED' && !refused) found.push(`it ended as ${status} ${error}`);
  // Between the write and the note of it the guest may be quicker than a crashed workflow.
  if (refused && sawHold && !acknowledged) found.push('its hold was seen, and then refused');
  const paid = plan === 'pay' && acknowledged;
  if (paid && (bookedStatus !== 'PAID' || paymentId !== `payment of ${reservationId}`))
    found.push(`it was paid, and the apartment is ${bookedStatus} by ${paymentId}`);
  return found;
}

/** A hold ends only by its guest, by the workflow at its deadline, or by the next guest after that. */
function brokenHold(
  { askedAt, holdExpiresAt }: Account,
  { history, status }: Ended,
  takenOver: boolean,
): string[] {
  const from = timeOf(history, TAKING, 'TaskSucceeded');
  if (from === undefined || status !== 'SUCCEEDED') return [];
  const givenBack = timeOf(history, GIVING_BACK, 'TaskScheduled');
  if (givenBack === undefined && askedAt === undefined && !takenOver) return ['its hold was lost'];
  if (givenBack !== undefined && givenBack < holdExpiresAt) return ['its hold ended before its deadline'];
  return [];
}

/** Law 2: past its deadline a hold counts as free. Who asked after that may take it before its workflow comes to it. */
function isTakenOver(
  { apartmentId, holdExpiresAt }: Account,
  accounts: readonly Account[],
  executions: ReadonlyMap<string, Ended>,
): boolean {
  return accounts.some(
    (next) =>
      next.apartmentId === apartmentId &&
      next.holdExpiresAt - next.holdMs > holdExpiresAt &&
      timeOf(executions.get(next.reservationId)?.history ?? [], TAKING, 'TaskSucceeded') !== undefined,
  );
}

/** Law 1: at most one reservation holds an apartment at any time. */
function doubleHolds(accounts: readonly Account[], executions: ReadonlyMap<string, Ended>): string[] {
  const apartmentIds = new Set(accounts.map(({ apartmentId }) => apartmentId));
  return [...apartmentIds].flatMap((apartmentId) => {
    const each = accounts.filter((account) => account.apartmentId === apartmentId);
    const holds = each.flatMap((account) => holdOf(account, executions)).sort((a, b) => a.from - b.from);
    return holds.flatMap((hold, index) => {
      const before = holds.slice(0, index).find(({ to }) => to > hold.from);
      return before ? [`${apartmentId} was held by ${before.by} and by ${hold.by} at once`] : [];
    });
  });
}

/** From after the write that took the apartment until before anything that could have freed it: its deadline, too. */
function holdOf(account: Account, executions: ReadonlyMap<string, Ended>): Hold[] {
  const history = executions.get(account.reservationId)?.history ?? [];
  const from = timeOf(history, TAKING, 'TaskSucceeded');
  if (from === undefined) return [];
  const { plan, acknowledged, holdExpiresAt, askedAt = Number.POSITIVE_INFINITY } = account;
  const paid = plan === 'pay' && acknowledged;
  const freed = plan === 'cancel' ? askedAt : Number.POSITIVE_INFINITY;
  const givenBack = timeOf(history, GIVING_BACK, 'TaskScheduled') ?? Number.POSITIVE_INFINITY;
  const to = paid ? Number.POSITIVE_INFINITY : Math.min(freed, givenBack, holdExpiresAt);
  return to > from ? [{ by: account.reservationId, from, to }] : [];
}

/** Law 2: when nothing runs any more, every apartment is vacant or paid. */
function stuckApartments(apartments: ReadonlyMap<string, Apartment>): string[] {
  return [...apartments.values()].flatMap(({ id, bookedStatus, reservationId }) => {
    const fine = bookedStatus === 'PAID' || (bookedStatus === 'VACANT' && reservationId === undefined);
    return fine ? [] : [`${id} is stuck: ${bookedStatus} by ${reservationId}`];
  });
}

/** When the first event of a type happened in a state. */
function timeOf(history: readonly WireEvent[], state: string, type: string): number | undefined {
  let current: string | undefined;
  for (const event of history) {
    current = event.stateEnteredEventDetails?.name ?? current;
    if (current === state && event.type === type) return Math.round(event.timestamp * 1000);
  }
  return undefined;
}
