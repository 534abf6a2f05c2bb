import { AwsError } from '../../../core/errors';
import { type Json, type JsonObject, objectsOf } from '../../../core/json';
import { SqsError } from '../errors';

const MOST_ENTRIES = 10;
const ID = /^[A-Za-z0-9_-]{1,80}$/;

/** The entries of a batch request. @throws SqsError where the batch as a whole is not valid */
export function entriesOf(input: JsonObject): JsonObject[] {
  const entries = objectsOf(input['Entries']);
  if (entries.length === 0)
    throw new SqsError('EmptyBatchRequest', "The batch request doesn't contain any entries.");
  if (entries.length > MOST_ENTRIES) {
    const message = `Maximum number of entries per request are ${MOST_ENTRIES}. You have sent ${entries.length}.`;
    throw new SqsError('TooManyEntriesInBatchRequest', message);
  }
  const ids = entries.map(({ Id }) => String(Id));
  if (!ids.every((id) => ID.test(id))) {
    const message =
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.';
    throw new SqsError('InvalidBatchEntryId', message);
  }
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new SqsError('BatchEntryIdsNotDistinct', `Id ${twice} repeated.`);
  return entries;
}

/** Runs each entry by itself: one that fails does not stop the others. */
export async function each(
  entries: readonly JsonObject[],
  run: (entry: JsonObject) => Promise<JsonObject>,
): Promise<JsonObject> {
  const successful: Json[] = [];
  const failed: Json[] = [];
  await Promise.all(
    entries.map(async (entry) => {
      const Id = entry['Id'] ?? null;
      try {
        successful.push({ Id, ...(await run(entry)) });
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        const code = error instanceof SqsError ? error.queryCode : error.code;
        failed.push({ Id, SenderFault: true, Code: code, Message: error.message });
      }
    }),
  );
  return { Successful: successful, ...(failed.length > 0 && { Failed: failed }) };
}
