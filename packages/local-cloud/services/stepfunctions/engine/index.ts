export { Clock } from '../../../core/clock';
export type { Definition } from '../asl/definition';
export type { Execution } from '../execution/execution';
export type { Journal } from '../journal/journal';
export { LevelJournal } from '../journal/level';
export { MemoryJournal } from '../journal/memory';
export { Engine, type TaskRunner } from './engine';
