// What programs that run a cloud have in common: `local-cloud` itself, and those that start one in their own way.

export { runExport, runImport } from './data-commands';
export { port } from './port';
export { stopOnSignal } from './stop-on-signal';
export { type Fact, readyText } from './summary';
