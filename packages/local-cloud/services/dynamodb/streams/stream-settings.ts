import { AwsError } from '../../../core/errors';
import type { Resource } from '../../../core/service';
import { VIEW_TYPES } from './change';
import type { StreamSettings } from './table-stream';

/** The stream of an `aws_dynamodb_table`; undefined where it has none. */
export function streamSettings({ address, config }: Resource): StreamSettings | undefined {
  if (config['stream_enabled'] !== true) return undefined;
  const viewType = VIEW_TYPES.find((known) => known === config['stream_view_type']);
  if (!viewType) {
    throw new AwsError(
      'ValidationException',
      `${address}: stream_view_type must be one of ${VIEW_TYPES.join(', ')}.`,
    );
  }
  const keyNames = [config['hash_key'], config['range_key']].filter((name) => typeof name === 'string');
  return { table: String(config['name']), keyNames, viewType };
}
