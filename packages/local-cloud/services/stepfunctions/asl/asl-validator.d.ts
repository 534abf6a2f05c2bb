/** The package has no typings of its own. */
declare module 'asl-validator' {
  interface ValidationError {
    readonly 'Error code': string;
    readonly Message: string;
    readonly schemaError?: { readonly instancePath: string };
  }
  interface Validation {
    readonly isValid: boolean;
    readonly errors: readonly ValidationError[];
    readonly errorsText: (separator?: string) => string;
  }
  function validate(definition: unknown, options?: { checkPaths?: boolean; checkArn?: boolean }): Validation;
  export = validate;
}
