import type { LocalCloud } from '@keyhold/local-cloud';

export interface GraphqlAnswer<T> {
  readonly data: T | null;
  readonly errors?: { readonly errorType: string; readonly message: string; readonly path: string[] }[];
}

export interface Reservation {
  readonly id: string;
  readonly arn: string;
  readonly apartmentId: string;
  readonly status: string;
  readonly holdExpiresAt: string | null;
  readonly reason: string | null;
}

/** A guest's client: HTTP and the API key, nothing else. */
export class Guest {
  constructor(
    private readonly url: string,
    private readonly apiKey: string,
  ) {}

  static of(cloud: LocalCloud): Guest {
    return new Guest(`${cloud.gatewayUrl}/graphql`, String(cloud.outputs['apiKey']));
  }

  async ask<T>(query: string, variables: Record<string, unknown> = {}): Promise<GraphqlAnswer<T>> {
    const response = await fetch(this.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': this.apiKey },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as GraphqlAnswer<T>;
  }

  /** Asks for one field that answers a reservation. */
  private async reservation(field: string, variables: Record<string, unknown>): Promise<Reservation> {
    const names = '$input: ReserveApartmentInput!, $id: ID!';
    const declared = names
      .split(', ')
      .filter((name) => field.includes(name.slice(0, name.indexOf(':'))))
      .join(', ');
    const kind = field.startsWith('get') ? 'query' : 'mutation';
    const selection = '{ id arn apartmentId status holdExpiresAt reason }';
    const answer = await this.ask<Record<string, Reservation>>(
      `${kind}(${declared}) { answer: ${field} ${selection} }`,
      variables,
    );
    if (answer.errors)
      throw Object.assign(new Error(answer.errors[0]?.message), { name: answer.errors[0]?.errorType });
    return answer.data?.['answer'] as Reservation;
  }

  reserve(apartmentId: string, reservationId?: string, guestId = 'a-guest'): Promise<Reservation> {
    return this.reservation('reserveApartment(input: $input)', {
      input: { apartmentId, guestId, reservationId },
    });
  }

  cancel(id: string): Promise<Reservation> {
    return this.reservation('cancelReservation(id: $id)', { id });
  }

  look(id: string): Promise<Reservation> {
    return this.reservation('getReservation(id: $id)', { id });
  }

  async bookedStatus(id: string): Promise<string | undefined> {
    const { data } = await this.ask<{ getApartment: { bookedStatus: string } | null }>(
      'query($id: ID!) { getApartment(id: $id) { bookedStatus } }',
      { id },
    );
    return data?.getApartment?.bookedStatus;
  }
}

/** Asks until the answer is the one waited for; a test's time limit ends it otherwise. */
export async function eventually<T>(ask: () => Promise<T>, wanted: T): Promise<void> {
  while ((await ask()) !== wanted) await new Promise((resolve) => setTimeout(resolve, 10));
}
