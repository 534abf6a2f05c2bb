import { isDeepStrictEqual } from 'node:util';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord, AttributeValue as StreamValue } from 'aws-lambda';
import type { Apartment } from '../../domain/apartment';
import type { ApartmentChange, Booking, StreamRecord } from '../../domain/apartment-change';
import { MalformedItem, parsedItem } from '../table';
import { booking, publicApartment } from './item';

/** A record of the stream does not name its table. */
const TABLE = 'apartments';

type Image = Readonly<Record<string, StreamValue>>;

/** A record that cannot come from the table of apartments: the stream is another table's. */
export class ForeignRecord extends Error {
  override readonly name = 'ForeignRecord';

  constructor() {
    super(
      'A record of the stream has no key Id or no sequence number; connect the stream of the apartments, with NEW_AND_OLD_IMAGES.',
    );
  }
}

/**
 * A record of the table's stream (NEW_AND_OLD_IMAGES) as Lambda delivers it.
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
      at,
      before: record?.OldImage && bookingOf(apartmentId, record.OldImage),
      after: record?.NewImage && bookingOf(apartmentId, record.NewImage),
    }),
    visibleChange: () => visibleChangeOf(record?.OldImage, record?.NewImage),
  };
}

function bookingOf(apartmentId: string, image: Image): Booking {
  return parsedItem(TABLE, apartmentId, itemOf(image), booking);
}

function visibleChangeOf(before: Image | undefined, after: Image | undefined): Apartment | undefined {
  if (!after) return undefined;
  const apartment = apartmentOf(after);
  return before && isDeepStrictEqual(apartment, apartmentBefore(before)) ? undefined : apartment;
}

/** Nobody could see a malformed item: one that has been mended is a visible change. */
function apartmentBefore(image: Image): Apartment | undefined {
  try {
    return apartmentOf(image);
  } catch (error) {
    if (error instanceof MalformedItem) return undefined;
    throw error;
  }
}

function apartmentOf(image: Image): Apartment {
  const item = itemOf(image);
  return parsedItem(TABLE, item['Id'], item, publicApartment);
}

/** Lambda's types and the SDK's types of the same JSON differ. */
function itemOf(image: Image): Record<string, unknown> {
  return unmarshall(image as Record<string, AttributeValue>);
}
