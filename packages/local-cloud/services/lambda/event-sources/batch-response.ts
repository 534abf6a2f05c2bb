import { isObject, type Json } from '../../../core/json';

/**
 * The records that a function reports as failed; undefined where its answer is not valid, which fails the batch
 * whole (https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html, and
 * …/services-sqs-errorhandling.html#services-sqs-batchfailurereporting).
 * @param identifiers those of the batch: one that is not among them fails the batch, too
 */
export function failedItems(answer: Json, identifiers: readonly string[]): readonly string[] | undefined {
  if (!isObject(answer)) return answer === null ? [] : undefined;
  const failures = answer['batchItemFailures'] ?? [];
  if (!Array.isArray(failures)) return undefined;
  const failed = failures.map((failure) => (isObject(failure) ? failure['itemIdentifier'] : undefined));
  const known = failed.filter(
    (identifier): identifier is string => typeof identifier === 'string' && identifiers.includes(identifier),
  );
  return known.length === failed.length ? known : undefined;
}
