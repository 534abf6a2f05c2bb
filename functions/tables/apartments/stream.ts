import { isDeepStrictEqual } from 'node:util';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord, AttributeValue as StreamValue } from 'aws-lambda';
import * as z from 'zod';
import type { Apartment } from '../../domain/apartment';
import type { ApartmentChange, Booking, StreamRecord } from '../../domain/apartment-change';
import { MalformedItem } from '../malformed-item';
import { apartmentOf } from './item';

/** A stream's sequence numbers have 21 to 40 digits (API reference of DynamoDB Streams, StreamRecord). */
const DIGITS = 40;

const bookingItem = z.object({
  bookedStatus: z.enum(['VACANT', 'RESERVED', 'PAID']),
  reservationId: z.string().optional(),
  guestId: z.string().optional(),
  reservedAt: z.iso.datetime().optional(),
  holdExpiresAt: z.iso.datetime().optional(),
  paidAt: z.iso.datetime().optional(),
  paymentId: z.string().optional(),
  releasedReservationId: z.string().optional(),
  releaseReason: z.enum(['EXPIRED', 'CANCELLED']).optional(),
});

type Image = Readonly<Record<string, StreamValue>>;

/** A record that the table of apartments cannot have made: the stream is another table's. */
export class ForeignRecord extends Error {
  override readonly name = 'ForeignRecord';

  constructor() {
    super(
      'A record of the stream has no key Id or no sequence number; connect the stream of the apartments, with NEW_AND_OLD_IMAGES.',
    );
  }
}

/**
 * A record of the table's stream (NEW_AND_OLD_IMAGES) as Lambda hands it over.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 * @throws ForeignRecord
 */
export function streamRecordOf({ dynamodb: record }: Pick<DynamoDBRecord, 'dynamodb'>): StreamRecord {
  const apartmentId = record?.Keys?.['Id']?.S;
  const sequenceNumber = record?.SequenceNumber;
  if (apartmentId === undefined || sequenceNumber === undefined) throw new ForeignRecord();
  const at = new Date((record?.ApproximateCreationDateTime ?? 0) * 1000).toISOString();
  return {
    apartmentId,
    sequenceNumber,
    change: (): ApartmentChange => ({
      apartmentId,
      sequenceNumber: sequenceNumber.padStart(DIGITS, '0'),
      at,
      before: record?.OldImage && bookingOf(apartmentId, record.OldImage),
      after: record?.NewImage && bookingOf(apartmentId, record.NewImage),
    }),
    visibleChange: () => visibleChangeOf(record?.OldImage, record?.NewImage),
  };
}

function bookingOf(apartmentId: string, image: Image): Booking {
  const read = bookingItem.safeParse(itemOf(image));
  if (!read.success) throw new MalformedItem('apartments', apartmentId, read.error);
  return read.data;
}

function visibleChangeOf(before: Image | undefined, after: Image | undefined): Apartment | undefined {
  if (!after) return undefined;
  const apartment = apartmentOf(itemOf(after));
  return before && isDeepStrictEqual(apartment, known(before)) ? undefined : apartment;
}

/** What could be told of an apartment; a malformed item could not, and one that has been mended is visibleChange. */
function known(image: Image): Apartment | undefined {
  try {
    return apartmentOf(itemOf(image));
  } catch (error) {
    if (error instanceof MalformedItem) return undefined;
    throw error;
  }
}

/** Lambda's and the SDK's types of one and the same JSON differ. */
function itemOf(image: Image): Record<string, unknown> {
  return unmarshall(image as Record<string, AttributeValue>);
}
