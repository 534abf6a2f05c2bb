import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../core/clock';
import { AwsError } from '../../../core/errors';
import type { ObjectCache } from '../edge/object-cache';

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Invalidation.html */
export interface Invalidation {
  readonly id: string;
  readonly status: 'InProgress' | 'Completed';
  readonly createTime: string;
  readonly callerReference: string;
  readonly paths: readonly string[];
}

const LONGEST_PATH = 4_000;

/** The invalidations of all distributions. On one edge location they take effect at once. */
export class Invalidations {
  private readonly made = new Map<string, Invalidation[]>();

  constructor(
    private readonly clock: Clock,
    private readonly cache: ObjectCache,
  ) {}

  /**
   * The same caller reference with the same paths is the same invalidation, and has no further effect.
   * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-specifying-objects.html
   */
  create(distributionId: string, callerReference: string, paths: readonly string[]): Invalidation {
    if (callerReference === '') throw new AwsError('InvalidArgument', 'CallerReference is missing.');
    if (paths.length === 0) throw new AwsError('InvalidArgument', 'Paths names no path.');
    for (const path of paths) refusePath(path);
    const made = this.made.get(distributionId) ?? [];
    const known = made.find((one) => one.callerReference === callerReference);
    if (known && known.paths.join('\n') !== paths.join('\n')) {
      throw new AwsError(
        'InvalidationBatchAlreadyExists',
        `The caller reference ${callerReference} stands for other paths.`,
      );
    }
    if (known) return known;
    this.cache.invalidate(distributionId, matcher(paths));
    const id = `I${BigInt(`0x${randomBytes(12).toString('hex')}`)
      .toString(36)
      .toUpperCase()
      .padStart(13, '0')
      .slice(-13)}`;
    const createTime = new Date(this.clock.now()).toISOString();
    const invalidation: Invalidation = { id, status: 'Completed', createTime, callerReference, paths };
    this.made.set(distributionId, [...made, invalidation]);
    // As CloudFront answers at first; GetInvalidation then says Completed.
    return { ...invalidation, status: 'InProgress' };
  }

  get(distributionId: string, id: string): Invalidation {
    const found = this.made.get(distributionId)?.find((one) => one.id === id);
    if (!found)
      throw new AwsError('NoSuchInvalidation', `The specified invalidation ${id} does not exist.`, 404);
    return found;
  }
}

function refusePath(path: string): void {
  const star = path.indexOf('*');
  const misplaced = star >= 0 && star < path.length - 1;
  if (path.startsWith('/') && !misplaced && path.length <= LONGEST_PATH) return;
  const rule = `a path begins with a slash, has * at its end only, and at most ${LONGEST_PATH} characters`;
  throw new AwsError(
    'InvalidArgument',
    `Your request contains an invalid invalidation path, ${path}: ${rule}.`,
  );
}

/** Case-sensitive; a path without `*` names that path and query string alone. */
function matcher(paths: readonly string[]): (path: string) => boolean {
  const exact = new Set(paths.filter((path) => !path.endsWith('*')));
  const beginnings = paths.filter((path) => path.endsWith('*')).map((path) => path.slice(0, -1));
  return (path) => exact.has(path) || beginnings.some((beginning) => path.startsWith(beginning));
}
