import { itemSize, type StoredItem } from 'dynalite/db';

/** What a stream record contains of a changed item (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html). */
export const VIEW_TYPES = ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'] as const;
export type ViewType = (typeof VIEW_TYPES)[number];

export type EventName = 'INSERT' | 'MODIFY' | 'REMOVE';

/** One change of one item, as a stream keeps it. */
export interface Change {
  readonly eventName: EventName;
  readonly keys: StoredItem;
  readonly newImage?: StoredItem;
  readonly oldImage?: StoredItem;
  readonly viewType: ViewType;
  /** Bytes of keys and images. */
  readonly size: number;
}

/** What changed when `after` took the place of `before`; undefined where nothing did: no stream has a record of that. */
export function changeOf(
  before: StoredItem | undefined,
  after: StoredItem | undefined,
  keyNames: readonly string[],
  viewType: ViewType,
): Change | undefined {
  const item = after ?? before;
  if (!item || (before && after && sameValue(before, after))) return undefined;
  const keys = Object.fromEntries(keyNames.flatMap((name) => (item[name] ? [[name, item[name]]] : [])));
  const newImage = viewType === 'NEW_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES' ? after : undefined;
  const oldImage = viewType === 'OLD_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES' ? before : undefined;
  return {
    eventName: !before ? 'INSERT' : after ? 'MODIFY' : 'REMOVE',
    keys,
    ...(newImage && { newImage }),
    ...(oldImage && { oldImage }),
    viewType,
    size: [keys, newImage, oldImage].reduce((sum, part) => sum + (part ? itemSize(part) : 0), 0),
  };
}

const SETS = ['SS', 'NS', 'BS'];

/** Whether two items, or two values in them, are equal to DynamoDB: sets and maps have no order. */
function sameValue(left: unknown, right: unknown): boolean {
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null)
    return left === right;
  const [names, others] = [Object.keys(left), Object.keys(right)];
  if (names.length !== others.length) return false;
  return names.every((name) => {
    const [mine, its] = [(left as Values)[name], (right as Values)[name]];
    if (SETS.includes(name) && isTexts(mine) && isTexts(its))
      return sameValue(mine.toSorted(), its.toSorted());
    return sameValue(mine, its);
  });
}

type Values = Readonly<Record<string, unknown>>;

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
