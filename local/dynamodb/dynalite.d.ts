// The inner modules of dynalite 4.0.0 that the table store calls without dynalite's own HTTP server.

declare module 'dynalite/db' {
  export interface Store {
    readonly tableDb: { awsAccountId: string; awsRegion: string };
    readonly lifecycleManager: { gracefulClose(done: (error?: Error) => void): void };
    readonly db: { open(): Promise<void> };
  }
  export function create(options: {
    path?: string;
    createTableMs: number;
    deleteTableMs: number;
    updateTableMs: number;
  }): Store;
}

declare module 'dynalite/validations' {
  import type { Store } from 'dynalite/db';
  export function checkTypes(input: object, types: object): object;
  export function checkValidations(input: object, types: object, custom: unknown, store: Store): void;
  export function toLowerFirst(name: string): string;
}
