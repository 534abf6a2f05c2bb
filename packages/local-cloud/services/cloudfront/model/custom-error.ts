import type { Resource } from '../../../core/service';
import { blocks } from '../../../terraform/blocks';
import { number, refusal, text } from '../configuration';

/** A distribution's settings for one error status. */
export interface CustomError {
  /** How long the error is kept, in seconds. */
  readonly minTtl: number;
  readonly page: { readonly path: string; readonly statusCode: number } | undefined;
}

/** The default cache time of errors, in seconds. */
export const DEFAULT_ERROR_TTL = 10;

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/creating-custom-error-pages.html */
const STATUSES = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

/** @throws AwsError where AWS would refuse an error response */
export function resolveCustomErrors(resource: Resource): Map<number, CustomError> {
  return new Map(
    blocks(resource.config['custom_error_response']).map((config): [number, CustomError] => {
      const code = number(config, 'error_code', 0);
      const refuse = (reason: string) =>
        refusal(resource, 'InvalidErrorCode', `custom_error_response ${code}: ${reason}`);
      if (!STATUSES.includes(code)) throw refuse(`error_code is one of ${STATUSES.join(', ')}.`);
      const path = text(config, 'response_page_path');
      const statusCode = number(config, 'response_code', 0);
      if ((path === undefined) !== (statusCode === 0))
        throw refuse('response_code and response_page_path go together.');
      if (path && !path.startsWith('/')) throw refuse('response_page_path begins with a slash.');
      if (path && ![200, ...STATUSES].includes(statusCode))
        throw refuse(`response_code cannot be ${statusCode}.`);
      return [
        code,
        {
          minTtl: number(config, 'error_caching_min_ttl', DEFAULT_ERROR_TTL),
          page: path ? { path, statusCode } : undefined,
        },
      ];
    }),
  );
}
