import type { Product } from '@keyhold/local-cloud';

/** What the local cloud runs here. The id is in the names of data folders, exports and variables: it stays. */
export const KEYHOLD: Product = {
  id: 'keyhold',
  name: 'Keyhold',
  graphqlExamples: [
    {
      name: 'List apartments',
      query: `query Apartments($limit: Int) {
  listApartments(limit: $limit) {
    items {
      id
      name
      bookedStatus
      holdExpiresAt
    }
    nextToken
  }
}
`,
      variables: { limit: 5 },
    },
    {
      name: 'Reserve an apartment',
      query: `mutation Reserve($input: ReserveApartmentInput!) {
  reserveApartment(input: $input) {
    id
    status
    holdExpiresAt
    reason
  }
}
`,
      variables: { input: { apartmentId: '1234567', guestId: 'me' } },
    },
  ],
};
