import type { RunningKeyhold } from './running-keyhold';

const RESERVE = `mutation($input: ReserveApartmentInput!) {
  reserveApartment(input: $input) { id status holdExpiresAt reason }
}`;
const BATCH = 25;

export class NotReserved extends Error {
  override readonly name = 'NotReserved';
}

export interface ReservationTimings {
  readonly perSecond: number;
  /** Milliseconds, sorted. */
  readonly latencies: readonly number[];
}

/** Reserves `count` vacant apartments by GraphQL over HTTP, `atOnce` at a time, and waits for HELD. */
export async function reservations(
  keyhold: RunningKeyhold,
  prefix: string,
  count: number,
  atOnce: number,
): Promise<ReservationTimings> {
  await addApartments(keyhold, prefix, count);
  const latencies: number[] = [];
  let next = 0;
  const client = async () => {
    while (next < count) {
      const apartmentId = `${prefix}-${next++}`;
      const start = performance.now();
      await reserve(keyhold, apartmentId);
      latencies.push(performance.now() - start);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: atOnce }, client));
  const perSecond = (count * 1_000) / (performance.now() - start);
  return { perSecond, latencies: latencies.sort((a, b) => a - b) };
}

/** @param share 0.5 for the median */
export function percentile({ latencies }: ReservationTimings, share: number): number {
  return latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? Number.NaN;
}

async function reserve(keyhold: RunningKeyhold, apartmentId: string): Promise<void> {
  const response = await fetch(keyhold.shown('GraphQL'), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-api-key': keyhold.shown('API key') },
    body: JSON.stringify({ query: RESERVE, variables: { input: { apartmentId, guestId: 'bench' } } }),
  });
  const answer = (await response.json()) as { data?: { reserveApartment?: { status: string } } };
  if (answer.data?.reserveApartment?.status !== 'HELD')
    throw new NotReserved(`${apartmentId}: ${JSON.stringify(answer)}`);
}

async function addApartments(keyhold: RunningKeyhold, prefix: string, count: number): Promise<void> {
  const table = 'keyhold-local-apartments';
  const requests = Array.from({ length: count }, (_, n) => ({
    PutRequest: {
      Item: {
        Id: { S: `${prefix}-${n}` },
        complexId: { S: 'bench' },
        name: { S: `Apartment ${n}` },
        bookedStatus: { S: 'VACANT' },
      },
    },
  }));
  for (let at = 0; at < requests.length; at += BATCH) {
    const response = await fetch(keyhold.shown('AWS endpoint'), {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'DynamoDB_20120810.BatchWriteItem',
        authorization: 'AWS4-HMAC-SHA256 Credential=bench/20260101/eu-central-1/dynamodb/aws4_request',
      },
      body: JSON.stringify({ RequestItems: { [table]: requests.slice(at, at + BATCH) } }),
    });
    if (!response.ok) throw new NotReserved(await response.text());
  }
}
