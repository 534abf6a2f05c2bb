export { type FileResult, failedCases, runFile } from './suite';
export { markdownTable, textTable } from './table';
export { parseVectors, type Vector } from './vector';
